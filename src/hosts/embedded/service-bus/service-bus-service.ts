/**
 * Service Bus triggers and outputs on the embedded broker. A message is completed when its function has returned and its outputs are
 * stored, and abandoned when it throws. Connection settings are accepted and not needed.
 */
import type { Broker } from "../../../adapters/embedded/broker/broker.js";
import type { ReceivedMessage } from "../../../adapters/embedded/broker/message.js";
import type { HandlerOutcome, Subscription } from "../../../adapters/embedded/broker/receiver.js";
import {
  type Binding,
  type BindingService,
  HostError,
  type Invoke,
  type Logger,
} from "../binding-service.js";
import { outputMessages } from "./output-messages.js";
import { DEFAULT_SETTINGS, type ServiceBusSettings, serviceBusSettings } from "./service-bus-settings.js";
import { type ServiceBusTrigger, serviceBusTrigger } from "./service-bus-trigger.js";
import { triggerRequest } from "./trigger-data.js";

export function createServiceBusService(options: {
  readonly broker: Broker;
  readonly logger: Logger;
}): BindingService {
  const { broker, logger } = options;
  const triggers: ServiceBusTrigger[] = [];
  let settings: ServiceBusSettings = DEFAULT_SETTINGS;
  let subscriptions: readonly Subscription[] = [];

  function subscribe(trigger: ServiceBusTrigger, invoke: Invoke): Subscription {
    const { many } = trigger.shape;
    return broker.subscribe(trigger.path, {
      // The extension runs one batch of a function at a time; its concurrency settings are for single messages.
      maxConcurrent: many ? 1 : settings.maxConcurrentCalls,
      maxConcurrentSessions: many ? 1 : settings.maxConcurrentSessions,
      renewLocksForMs: many ? 0 : settings.maxAutoLockRenewalMs,
      ...(many ? { batch: { max: settings.maxMessageBatchSize } } : {}),
      handler: (messages) => handle(trigger, messages, invoke),
    });
  }

  async function handle(
    { fn, path, shape, maxDeliveryCount }: ServiceBusTrigger,
    messages: readonly ReceivedMessage[],
    invoke: Invoke,
  ): Promise<HandlerOutcome> {
    const response = await invoke(fn.id, triggerRequest(messages, shape));
    if (response.kind === "succeeded") return { kind: "complete" };
    // The failure itself is in the log already.
    const exhausted = messages.filter(({ deliveryCount }) => deliveryCount >= maxDeliveryCount);
    if (exhausted.length > 0)
      logger.warn(
        `Dead letters of "${path}": "${fn.name}" failed at the last of ${maxDeliveryCount} deliveries.`,
        {
          messageIds: exhausted.map(({ messageId }) => messageId),
        },
      );
    return { kind: "abandon" };
  }

  return {
    types: ["servicebustrigger", "servicebus"],
    hostJson: {
      serviceBus(section) {
        settings = serviceBusSettings(section);
      },
    },
    register(fn) {
      triggers.push(serviceBusTrigger(fn, broker));
    },
    async output(binding, data, fn) {
      const messages = outputMessages(data);
      if (messages.length > 0) await broker.send(outputEntity(binding, fn.name, broker), messages);
    },
    async start(invoke) {
      subscriptions = triggers.map((trigger) => subscribe(trigger, invoke));
    },
    async stop() {
      await Promise.all(subscriptions.map((subscription) => subscription.stop()));
    },
  };
}

/** Makes the queue or topic when nobody has declared it. What is sent to a topic without subscriptions reaches nobody, as on Azure. */
function outputEntity({ queueName, topicName }: Binding, functionName: string, broker: Broker): string {
  if (typeof queueName === "string" && topicName === undefined) {
    broker.ensureQueue(queueName);
    return queueName;
  }
  if (typeof topicName === "string" && queueName === undefined) {
    broker.ensureTopic(topicName);
    return topicName;
  }
  throw new HostError(`The Service Bus output of "${functionName}" needs either "queueName" or "topicName".`);
}
