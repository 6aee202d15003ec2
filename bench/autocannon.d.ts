/** The part of autocannon 9 that the benchmarks use; the package brings no types. */
declare module "autocannon" {
  export type AutocannonResult = {
    readonly requests: { readonly average: number; readonly total: number };
    readonly latency: { readonly p50: number; readonly p99: number };
    readonly non2xx: number;
    readonly errors: number;
  };
  export default function autocannon(options: {
    readonly url: string;
    readonly connections: number;
    /** Seconds. */
    readonly duration: number;
    readonly headers?: Readonly<Record<string, string>>;
  }): Promise<AutocannonResult>;
}
