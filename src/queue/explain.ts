import { isBroken } from './connection.ts';
import { withoutSecrets } from './url.ts';

/** What Node.js and OpenSSL call it where nobody known vouches for the server's certificate. */
const UNKNOWN_SIGNER = new Set([
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
]);
const OTHER_NAME = 'ERR_TLS_CERT_ALTNAME_INVALID';
const NO_RIGHT = '42501';

/**
 * Does something with a queue. What its database, or the way there, refuses is told with the address and, where somebody can do
 * something about it, with what.
 *
 * @throws Error whose cause is what was refused; whatever else the action throws, as it is
 */
export async function atQueue<T>(url: string, action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (error) {
    throw explained(url, error);
  }
}

function explained(url: string, error: unknown): unknown {
  if (!(error instanceof Error) || !isOfDatabase(error)) return error;
  const { code = '', message } = error as Error & { code?: string };
  const advice = adviceOn(code, message);
  const text = `the queue ${withoutSecrets(url)}: ${message || code}${advice ? `. ${advice}` : ''}`;
  return new Error(text, { cause: error });
}

/** Errors of the server alone have a severity. */
function isOfDatabase(error: Error): boolean {
  const { code = '' } = error as { code?: string };
  return 'severity' in error || isBroken(error) || UNKNOWN_SIGNER.has(code) || code === OTHER_NAME;
}

function adviceOn(code: string, message: string): string | null {
  if (UNKNOWN_SIGNER.has(code)) {
    return 'The file of the certificate that vouches for the server goes into the address: sslrootcert=FILE';
  }
  if (code === OTHER_NAME) return 'The address has to name the host as its certificate does';
  if (code !== NO_RIGHT) return null;
  // Of a database it is the right to create schemas.
  return /for database /.test(message)
    ? 'This role may not make the tables: npm run suite -- queue init makes them, once, as a role that may create schemas'
    : 'This role has not been granted what it needs: docs/many-machines.md has the grants';
}
