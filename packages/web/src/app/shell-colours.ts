import type { GlobalToken } from 'antd'
import type { CSSProperties } from 'react'

/** Colours of the theme for our own styles. */
export function coloursFor(token: GlobalToken): CSSProperties {
  return {
    '--tandem-focus': token.colorPrimary,
    '--tandem-line': token.colorBorderSecondary,
    '--tandem-quiet': token.colorTextDescription,
  } as CSSProperties
}
