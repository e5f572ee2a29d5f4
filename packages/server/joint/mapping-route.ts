/** What rows of a mapping would make of a real document, while somebody is still writing them. */
import { kinds, previewMapping } from '@tandem/hub'
import type { Json, Label, Refusal } from '@tandem/kernel'
import { z } from 'zod'
import { answer } from '../http/answers.ts'
import type { Route } from '../http/route.ts'
import type { Services } from '../http/services.ts'
import { inWords, type Language } from '../http/words.ts'

const bodySchema = z.strictObject({
  system: z.string().max(100),
  kind: z.string().max(100),
  rows: z.array(z.looseObject({})).max(500),
})

const answerSchema = z.looseObject({
  problems: z.array(z.looseObject({ row: z.int32().nullable(), code: z.string(), text: z.string() })),
  sample: z.looseObject({ externalId: z.string() }).nullable(),
  inward: z.array(z.looseObject({ field: z.string() })),
})

/** A preview changes nothing, so reading is enough to ask for it. */
export function mappingPreviewRoute(services: Services): Route {
  return {
    area: 'joint',
    tag: 'joint',
    method: 'POST',
    path: '/api/v1/joint/mapping-preview',
    id: 'joint.mapping-preview',
    label: { en: 'What a mapping would make of a real document', zh: '映射对真实单据的预览' },
    access: 'read',
    body: bodySchema,
    answers: { 200: { description: 'Problems by row, and the newest document in both terms', body: answerSchema } },
    async handle(request) {
      const { system, kind, rows } = request.body as z.infer<typeof bodySchema>
      const preview = await services.database.transaction(request.tenant, (tx) =>
        previewMapping(tx, system, kind, rows as unknown as Json),
      )
      if (!preview.ok) return preview
      const say = wordsIn(services, request.language, system, kind)
      const { problems, inward, ...rest } = preview.value
      return answer({
        ...rest,
        problems: problems.map((problem) => ({ ...problem, text: say(problem) })),
        inward: inward.map(({ refusal, ...field }) => ({ ...field, trouble: refusal && say(refusal) })),
      })
    },
  }
}

/** A field is called as people call it, a system by its name, and a reason inside of a reason is said in words, too. */
function wordsIn({ messages }: Services, language: Language, system: string, kind: string) {
  const fields: Readonly<Record<string, { readonly label: Label }>> = kinds[kind as keyof typeof kinds]?.fields ?? {}
  return ({ code, details }: Refusal): string => {
    const { field, because } = details ?? {}
    const named = typeof field === 'string' ? { field: fields[field]?.label[language] ?? field } : {}
    const known = { system, ...details, ...named }
    const reason =
      typeof because === 'string' && messages[because] ? inWords(messages, { code: because, details: known }, language) : because
    return inWords(messages, { code, details: { ...known, ...(reason === undefined ? {} : { because: reason }) } }, language)
  }
}
