/**
 * Which addresses this server may reach on behalf of what people typed in: webhooks, alerts, connectors. Addresses inside
 * the house (loopback, private networks, the cloud's metadata) are closed unless the operator opened them. A name is
 * looked up once, its addresses are checked, and the connection goes to one of those: a name that answers differently
 * the second time (DNS rebinding) gains nothing.
 */
import { lookup as resolve } from 'node:dns/promises'
import { BlockList, isIP, type LookupFunction } from 'node:net'
import { Fault } from '@tandem/kernel'

/** Its code is what a person is told; the address itself is not repeated. */
export class AddressClosed extends Fault {
  readonly code = 'ADDRESS_CLOSED'

  constructor() {
    super('this address is inside the house, or closed: the operator can open it by naming it in TANDEM_REACH')
  }
}

const IPV4: readonly (readonly [string, number])[] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
]

/** Besides what is not yet handed out; 2000::/3 is the public part, and some of that only carries IPv4. */
const PUBLIC_IPV6_CLOSED: readonly (readonly [string, number])[] = [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
]

const closed = new BlockList()
for (const [net, bits] of IPV4) closed.addSubnet(net, bits, 'ipv4')
for (const [net, bits] of PUBLIC_IPV6_CLOSED) closed.addSubnet(net, bits, 'ipv6')
const publicV6 = new BlockList()
publicV6.addSubnet('2000::', 3, 'ipv6')

export function isInside(address: string): boolean {
  const family = isIP(address)
  if (family === 0) return true
  if (family === 4) return closed.check(address, 'ipv4')
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1]
  if (mapped) return closed.check(mapped, 'ipv4')
  return !publicV6.check(address, 'ipv6') || closed.check(address, 'ipv6')
}

export interface Guard {
  /** Throws AddressClosed; answers an address that may be reached. */
  check(host: string): Promise<string>
  /** For sockets: looks a name up, and fails for addresses that are closed. */
  readonly lookup: LookupFunction
}

/**
 * `open`: names and addresses that may be reached although they are inside, or `*` for all. With `only` among them, nothing
 * else may be reached, outside neither.
 */
export function guardOf(open: readonly string[] = []): Guard {
  const opened = new Set(open.map((each) => each.trim().toLowerCase()).filter(Boolean))
  const addressesOf = async (host: string, family: number) => {
    const name = host.toLowerCase().replace(/^\[|\]$/g, '')
    const found = await resolve(name, { all: true, family, verbatim: true })
    const isOpen = (address: string) =>
      opened.has('*') || opened.has(name) || opened.has(address) || (!opened.has('only') && !isInside(address))
    if (found.length === 0 || !found.every(({ address }) => isOpen(address))) throw new AddressClosed()
    return found
  }
  return {
    check: async (host) => (await addressesOf(host, 0))[0]?.address ?? '',
    lookup: (host, options, done) => {
      const family = options.family === 'IPv4' ? 4 : options.family === 'IPv6' ? 6 : (options.family ?? 0)
      addressesOf(host, family).then(
        (found) => {
          const [first] = found
          if (options.all) done(null, found)
          else done(null, first?.address ?? '', first?.family)
        },
        (fault: NodeJS.ErrnoException) => done(fault, ''),
      )
    },
  }
}
