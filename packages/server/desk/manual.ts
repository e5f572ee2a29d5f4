/** The manual, page by page, as the page shows it beside the work. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { refuse } from '@tandem/kernel'
import { z } from 'zod'
import { answer } from '../http/answers.ts'
import type { Route } from '../http/route.ts'

export const MANUAL_FOLDER = join(import.meta.dirname, '../../../docs/manual')

const common = { area: 'desk', tag: 'desk', method: 'GET', access: 'read', needs: null } as const

export function manualRoutes(folder = MANUAL_FOLDER): Route[] {
  return [pageRoute(folder), pictureRoute(folder)]
}

function pageRoute(folder: string): Route {
  return {
    ...common,
    path: '/api/v1/desk/manual/{page}',
    id: 'desk.manual',
    label: { en: 'A page of the manual', zh: '使用手册' },
    answers: {
      200: {
        description: 'In the language asked for, as Markdown',
        body: z.strictObject({ page: z.string(), text: z.string() }),
      },
    },
    async handle({ params, language }) {
      const page = params.page ?? ''
      const text = contentOf(join(folder, language), `${page}.md`)
      return text ? answer({ page, text: text.toString('utf8') }) : refuse('manual/not-found', { page })
    },
  }
}

/** Pictures hold words, so each language has its own; the language stands in the address, which a browser may keep. */
function pictureRoute(folder: string): Route {
  return {
    ...common,
    path: '/api/v1/desk/manual/{language}/pictures/{picture}',
    id: 'desk.manual.picture',
    label: { en: 'A picture of the manual', zh: '使用手册的图片' },
    media: 'image/png',
    answers: { 200: { description: 'A PNG', body: { schema: {} } } },
    async handle({ params }) {
      const { language = '', picture = '' } = params
      const isLanguage = ['en', 'zh'].includes(language)
      const content = isLanguage && contentOf(join(folder, language, 'pictures'), `${picture}.png`)
      if (!content) return refuse('picture/not-found', { picture })
      return answer(content, 200, { 'cache-control': 'private, max-age=86400' })
    },
  }
}

/** Only what stands in the folder can be named, so no name leads out of it. */
function contentOf(folder: string, name: string): Buffer | undefined {
  return existsSync(folder) && readdirSync(folder).includes(name) ? readFileSync(join(folder, name)) : undefined
}
