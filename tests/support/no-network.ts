import { Socket } from 'node:net';

/** Tests reach this machine only. Whatever tries to leave it fails at once, with the host it wanted in the error. */
const LOOPBACK = /^(?:127\.\d+\.\d+\.\d+|::1|localhost)$/;

const connect = Socket.prototype.connect;

function guardedConnect(this: Socket, ...given: unknown[]): Socket {
  const host = hostOf(given);
  if (host !== undefined && !LOOPBACK.test(host)) throw new Error(`Networking is off in tests: ${host}`);
  return Reflect.apply(connect, this, given);
}

/** `connect` takes options, a port and a host, or (from `net.connect`) an array of its normalised arguments. */
function hostOf(given: readonly unknown[]): string | undefined {
  const [first, second] = given;
  if (Array.isArray(first)) return hostOf(first);
  if (typeof first === 'object' && first !== null && 'host' in first && typeof first.host === 'string')
    return first.host;
  return typeof first === 'number' && typeof second === 'string' ? second : undefined;
}

Socket.prototype.connect = guardedConnect as typeof Socket.prototype.connect;
