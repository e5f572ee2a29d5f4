/** Signing in through a company's own provider: OpenID Connect, authorization code with PKCE, state and nonce. */
import { type Id, ok, type Result, refuse } from '@tandem/kernel'
import * as oidc from 'openid-client'
import { isInside } from '../outbound/guard.ts'

export interface Provider {
  readonly id: Id
  readonly tenantId: Id
  readonly name: string
  readonly issuer: string
  readonly clientId: string
  readonly emailClaim: string
  readonly newcomerRoles: readonly string[] | null
  /** Of these one must be the token's `acr`, or stand in its `amr`; null: however they signed in there. */
  readonly mustTell: readonly string[] | null
  readonly sealed: string
}

/** What is remembered of a sign-in begun, in a sealed cookie. */
export interface Begun {
  readonly provider: Id
  readonly state: string
  readonly nonce: string
  readonly verifier: string
  readonly returnTo: string
  readonly until: number
}

export interface Claims {
  /** The provider's own word for them, never given to somebody else. */
  readonly subject: string
  readonly email: string
  readonly fullName: string | undefined
}

const TIMEOUT_S = 10
const SCOPE = 'openid email profile'

/** Http is for providers inside the house, which only the operator opens. */
export function isIssuer(text: string): boolean {
  const url = URL.parse(text)
  if (!url || url.username || url.search || url.hash) return false
  const host = url.hostname.replace(/^\[|\]$/g, '')
  return (
    url.protocol === 'https:' ||
    (url.protocol === 'http:' && (host === 'localhost' || (/^[\d.:a-f]+$/i.test(host) && isInside(host))))
  )
}

/** `fetch` is the guarded one. Throws what `refusalFor` reads. */
async function configured(provider: Provider, secret: string, fetch: typeof globalThis.fetch): Promise<oidc.Configuration> {
  const url = new URL(provider.issuer)
  // Signatures are checked, too: a token comes straight from the provider, but by http nothing else says so.
  const execute = [oidc.enableNonRepudiationChecks, ...(url.protocol === 'http:' ? [oidc.allowInsecureRequests] : [])]
  const byGuard: oidc.CustomFetch = (at, options) => fetch(at, options as RequestInit)
  const options = { execute, timeout: TIMEOUT_S, [oidc.customFetch]: byGuard }
  return oidc.discovery(url, provider.clientId, secret, undefined, options)
}

export interface Ask {
  readonly provider: Provider
  readonly secret: string
  readonly fetch: typeof globalThis.fetch
  readonly returnTo: string
  readonly until: number
}

/** Where to send the browser, and what to remember meanwhile. */
export async function beginAt({ provider, secret, fetch, returnTo, until }: Ask): Promise<Result<{ url: string; begun: Begun }>> {
  try {
    const config = await configured(provider, secret, fetch)
    const [state, nonce, verifier] = [oidc.randomState(), oidc.randomNonce(), oidc.randomPKCECodeVerifier()]
    const url = oidc.buildAuthorizationUrl(config, {
      ...{ redirect_uri: returnTo, scope: SCOPE, response_type: 'code', state, nonce },
      ...{ code_challenge: await oidc.calculatePKCECodeChallenge(verifier), code_challenge_method: 'S256' },
    })
    return ok({ url: url.href, begun: { provider: provider.id, state, nonce, verifier, returnTo, until } })
  } catch (fault) {
    return refusalFor(fault, provider)
  }
}

/** Asks the provider who it is that came back with these parameters. */
export async function claimsFrom(
  { provider, secret, fetch }: Omit<Ask, 'returnTo' | 'until'>,
  { state, nonce, verifier, returnTo }: Begun,
  query: string,
): Promise<Result<Claims>> {
  try {
    const config = await configured(provider, secret, fetch)
    const url = new URL(`${returnTo}?${query.replace(/^\?/, '')}`)
    const checks = { expectedState: state, expectedNonce: nonce, pkceCodeVerifier: verifier, idTokenExpected: true }
    const tokens = await oidc.authorizationCodeGrant(config, url, checks)
    const claims = tokens.claims()
    if (!claims) return refuse('provider/failed', { provider: provider.name, reason: 'no id_token' })
    if (!isStrong(provider.mustTell, claims)) return refuse('provider/too-weak', { provider: provider.name })
    const told = claims[provider.emailClaim] === undefined ? await userInfo(config, tokens.access_token, claims.sub) : claims
    return whoIs(provider, claims.sub, told)
  } catch (fault) {
    return refusalFor(fault, provider)
  }
}

/** A provider that does not say how somebody signed in has not said that it was well enough. */
function isStrong(mustTell: readonly string[] | null, claims: Readonly<Record<string, unknown>>): boolean {
  if (mustTell === null || mustTell.length === 0) return true
  const told = [claims.acr, claims.amr].flat()
  return mustTell.some((one) => told.includes(one))
}

async function userInfo(config: oidc.Configuration, token: string, subject: string): Promise<Record<string, unknown>> {
  if (!config.serverMetadata().userinfo_endpoint) return {}
  return { ...(await oidc.fetchUserInfo(config, token, subject)) }
}

function whoIs({ name, emailClaim }: Provider, subject: string, claims: Readonly<Record<string, unknown>>): Result<Claims> {
  const email = claims[emailClaim]
  if (typeof email !== 'string' || !email.includes('@')) return refuse('provider/no-email', { provider: name, claim: emailClaim })
  if (claims.email_verified === false) return refuse('provider/email-not-verified', { provider: name, email })
  const fullName = typeof claims.name === 'string' && claims.name.trim() !== '' ? claims.name.trim().slice(0, 100) : undefined
  return ok({ subject, email: email.trim().toLowerCase(), fullName })
}

const REFUSALS: Readonly<Record<string, string>> = {
  OAUTH_JWT_TIMESTAMP_CHECK_FAILED: 'provider/expired',
  OAUTH_JWT_CLAIM_COMPARISON_FAILED: 'provider/not-for-us',
  OAUTH_AUTHORIZATION_RESPONSE_ERROR: 'provider/denied',
  OAUTH_INVALID_RESPONSE: 'provider/not-for-us',
}

/** In words without anything the provider sent: it may hold tokens. */
function refusalFor(fault: unknown, { name }: Provider): Result<never> {
  const { code, cause } = fault as { code?: unknown; cause?: unknown }
  const known = typeof code === 'string' ? REFUSALS[code] : undefined
  if (known) return refuse(known, { provider: name })
  const inner = (cause as { code?: unknown } | undefined)?.code
  return refuse('provider/failed', { provider: name, reason: String(code ?? inner ?? (fault as Error).name).slice(0, 60) })
}
