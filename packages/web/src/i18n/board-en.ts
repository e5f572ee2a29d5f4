/** The board of opportunities. */
export const boardEn = {
  title: 'Board of opportunities',
  about: 'Stage by stage: pull a card to the stage it is in now, or choose the step in its menu.',
  open: 'As a board',
  asList: 'As a list',
  onlyOf: 'Only those of',
  stage: 'Stage',
  none: 'Nothing in this stage.',
  move: 'Move {{title}}',
  moved: '{{title}}: {{to}}',
  noStep: 'No step leads from “{{from}}” to “{{to}}”. What was won or lost is opened again first; nothing becomes new again.',
  why: 'Why was {{title}} lost?',
  late: 'since {{date}}',
}
