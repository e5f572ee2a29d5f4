/** The manual, page by page, as the page shows it beside the work. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { refuse } from '@tandem/kernel'
import { z } from 'zod'
import { answer } from '../http/answers.ts'
import type { Route } from '../http/route.ts'

const FOLDER = join(import.meta.dirname, '../../../docs/manual')

export function manualRoute(folder = FOLDER): Route {
  return {
    area: 'desk',
    tag: 'desk',
    method: 'GET',
    path: '/api/v1/desk/manual/{page}',
    id: 'desk.manual',
    label: { en: 'A page of the manual', zh: '使用手册' },
    access: 'read',
    needs: null,
    answers: {
      200: {
        description: 'In the language asked for, as Markdown',
        body: z.strictObject({ page: z.string(), text: z.string() }),
      },
    },
    async handle({ params, language }) {
      const page = params.page ?? ''
      const pages = join(folder, language)
      // Only what stands in the folder can be named, so no name leads out of it.
      if (!existsSync(pages) || !readdirSync(pages).includes(`${page}.md`)) return refuse('manual/not-found', { page })
      return answer({ page, text: readFileSync(join(pages, `${page}.md`), 'utf8') })
    },
  }
}
