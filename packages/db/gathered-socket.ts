/**
 * The socket of a connection to PostgreSQL. Statements that are sent without awaiting each other come from postgres.js as
 * several writes; here they leave in one. A system call costs more than what most statements say.
 */
import { connect, type Socket } from 'node:net'

/** What postgres.js knows of where to go: hosts and ports by position, or the path of a socket. */
interface Where {
  readonly host: readonly string[]
  readonly port: readonly number[]
  readonly path?: string | false
}

/** Answers what opens the next socket; where there are several hosts, each takes its turn. */
export function gatheredSockets(): (where: Where) => Socket {
  let turn = 0
  return ({ host: hosts, port: ports, path }) => {
    const [host, port] = [hosts[turn % hosts.length] ?? 'localhost', ports[turn % ports.length] ?? 5432]
    turn++
    // The name is for TLS, whose certificate must say it.
    const socket = Object.assign(path ? connect(path) : connect(port, host), { host, port })
    return gathered(socket)
  }
}

/** What is written before the event loop goes on leaves together, in order. */
export function gathered(socket: Socket): Socket {
  const write = socket.write.bind(socket) as (...parameters: unknown[]) => boolean
  socket.write = (...parameters: unknown[]) => {
    if (socket.writableCorked === 0) {
      socket.cork()
      process.nextTick(() => socket.uncork())
    }
    return write(...parameters)
  }
  return socket
}
