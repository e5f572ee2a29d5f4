/**
 * The server allows only styles that carry this page's nonce. Ant Design gives it to all of its styles but those by which
 * it measures scroll bars and locks scrolling, so every style element made by our scripts gets it here. What an attacker
 * might smuggle in as HTML still has none.
 */
export const nonce = document.querySelector<HTMLMetaElement>('meta[property=csp-nonce]')?.nonce

if (nonce) {
  const create = document.createElement.bind(document)
  document.createElement = ((name: string, options?: ElementCreationOptions) => {
    const element = create(name, options)
    if (name.toLowerCase() === 'style') element.nonce = nonce
    return element
  }) as typeof document.createElement
}
