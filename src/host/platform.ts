import type {
  Context,
  GlobalTwilio,
  RuntimeInstance,
  ServerlessCallback,
  TwilioResponse,
} from '@twilio-labs/serverless-runtime-types/types';

declare const Twilio: GlobalTwilio;
declare const Runtime: RuntimeInstance;

export type PlatformContext = Context<Readonly<Record<string, unknown>>>;
export type PlatformEvent = Readonly<Record<string, unknown>>;
export type PlatformHandler = (
  context: PlatformContext,
  event: PlatformEvent,
  callback: ServerlessCallback,
) => Promise<void>;

export function newPlatformResponse(): TwilioResponse {
  return new Twilio.Response();
}

export function readPrivateAsset(path: string): string | undefined {
  return Runtime.getAssets()[path]?.open();
}
