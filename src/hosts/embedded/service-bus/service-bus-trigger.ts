/** What a serviceBusTrigger asks for: which queue or subscription, and how its messages are to be handed over. */
import type { Broker } from "../../../adapters/embedded/broker/broker.js";
import { BrokerError } from "../../../adapters/embedded/broker/errors.js";
import { subscriptionPath } from "../../../adapters/embedded/broker/topology.js";
import { HostError, type RegisteredFunction } from "../binding-service.js";
import type { Shape } from "./trigger-data.js";

export type ServiceBusTrigger = {
  readonly fn: RegisteredFunction;
  /** What the broker receives from. */
  readonly path: string;
  readonly sessions: boolean;
  readonly shape: Shape;
  readonly maxDeliveryCount: number;
};

const DEAD_LETTERS = /\/\$deadletterqueue$/i;

/** Makes the queue or subscription when nobody has declared it. Throws a HostError that names the function and the option. */
export function serviceBusTrigger(fn: RegisteredFunction, broker: Broker): ServiceBusTrigger {
  const { queueName, topicName, subscriptionName, cardinality = "one", dataType, properties } = fn.trigger;
  const refuse = (problem: string): never => {
    throw new HostError(`The Service Bus trigger of "${fn.name}" ${problem}`);
  };
  if (fn.trigger["autoCompleteMessages"] === false)
    refuse(
      'has "autoCompleteMessages": false. A JavaScript handler cannot settle a message itself: return completes it, throw abandons it.',
    );
  if (isDeferred(properties)) refuse('has "sdkBinding": true, which this host does not offer.');
  if (cardinality !== "one" && cardinality !== "many")
    refuse('has a "cardinality" that is neither "one" nor "many".');
  const sessions = fn.trigger["isSessionsEnabled"] === true;
  const isText = (value: unknown): value is string => typeof value === "string" && value !== "";
  try {
    const shape: Shape = {
      many: cardinality === "many",
      binary: typeof dataType === "string" && dataType.toLowerCase() === "binary",
    };
    if (isText(queueName) && topicName === undefined) return { ...open(queueName), fn, sessions, shape };
    if (isText(topicName) && isText(subscriptionName) && queueName === undefined)
      return { ...open(subscriptionName, topicName), fn, sessions, shape };
  } catch (error) {
    if (error instanceof BrokerError)
      throw new HostError(`The Service Bus trigger of "${fn.name}": ${error.message}`);
    throw error;
  }
  return refuse('needs either "queueName", or "topicName" and "subscriptionName".');

  function open(name: string, topic?: string): Pick<ServiceBusTrigger, "path" | "maxDeliveryCount"> {
    const entity = name.replace(DEAD_LETTERS, "");
    const ofDeadLetters = entity !== name;
    const options = { requiresSession: sessions && !ofDeadLetters };
    const settings =
      topic === undefined
        ? broker.ensureQueue(entity, options)
        : broker.ensureSubscription(topic, entity, options);
    const path = topic === undefined ? entity : subscriptionPath(topic, entity);
    if (ofDeadLetters)
      return { path: `${path}/$deadletterqueue`, maxDeliveryCount: Number.POSITIVE_INFINITY };
    if (settings.requiresSession !== sessions)
      refuse(
        sessions
          ? `has "isSessionsEnabled": true, but "${path}" was declared without sessions.`
          : `needs "isSessionsEnabled": true, because "${path}" requires sessions.`,
      );
    return { path, maxDeliveryCount: settings.maxDeliveryCount };
  }
}

/** What the library makes of `sdkBinding`. */
function isDeferred(properties: unknown): boolean {
  return (
    typeof properties === "object" &&
    properties !== null &&
    "supportsDeferredBinding" in properties &&
    properties.supportsDeferredBinding === "true"
  );
}
