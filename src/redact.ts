/**
 * What must never stand in a log line (field failure X03). Secrets that are known by value are replaced wherever they
 * occur; the shapes below catch those nobody thought of handing over.
 */
const SHAPES: readonly (readonly [pattern: RegExp, replacement: string])[] = [
  // Interaction and webhook tokens stand in the path of Discord's callback routes.
  [/(\/(?:webhooks|interactions)\/\d+\/)[^/?\s"]+/g, '$1…'],
  // User names and passwords in a URL, then its query: signed links carry their signature there.
  [/(https?:\/\/)[^/@\s"]+@/g, '$1…@'],
  [/(https?:\/\/[^\s"?]+)\?[^\s"]*/g, '$1?…'],
  [/\b(Basic|Bearer|Bot)\s+[\w+/.=~-]{8,}/gi, '$1 …'],
  // Interaction tokens begin with "interaction:" in base64.
  [/aW50ZXJhY3Rpb2[\w+/=-]*/g, '…'],
  // JSON web tokens, capabilities and bot tokens: two dots between runs of base64url.
  [/\b[\w-]{17,}\.[\w-]{6,}\.[\w-]{20,}/g, '…'],
  // Ed25519 signatures and keys; Twilio auth tokens. Twilio SIDs have two letters before their 32 digits and stay.
  [/\b[0-9a-f]{64,}\b/gi, '…'],
  [/\b[0-9a-f]{32}\b/g, '…'],
  // X-Twilio-Signature: base64 of 20 bytes.
  [/(?<![\w+/])[\w+/]{27}=(?![\w=])/g, '…'],
  // Anything else that is long, unbroken and mixed like a token.
  [/(?<![\w-])(?=[\w-]*\d)(?=[\w-]*[a-z])(?=[\w-]*[A-Z])[\w-]{40,}/g, '…'],
];

const SECRET_FIELDS = new Set([
  'authorization',
  'body',
  'content',
  'cookie',
  'password',
  'secret',
  'signature',
  'text',
  'token',
]);

/** Fields that are withheld whatever they hold. */
export function isSecretField(name: string): boolean {
  const lower = name.toLowerCase();
  return SECRET_FIELDS.has(lower) || /(?:token|secret|password|signature)$/.test(lower);
}

/** Values shorter than this would take ordinary words out of every line. */
const SHORTEST_SECRET = 6;

export function createRedactor(secrets: readonly (string | undefined)[]): (text: string) => string {
  const known = secrets.filter((secret): secret is string => secret !== undefined && secret.length >= SHORTEST_SECRET);
  return (text) => {
    const withoutKnown = known.reduce((rest, secret) => rest.replaceAll(secret, '…'), text);
    return SHAPES.reduce((rest, [pattern, replacement]) => rest.replace(pattern, replacement), withoutKnown);
  };
}
