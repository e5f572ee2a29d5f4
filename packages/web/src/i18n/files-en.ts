/** English texts of watched folders. */
export const filesEn = {
  title: 'Watched folders',
  about:
    'What is put into a folder comes in by itself: refused rows are laid aside to be corrected, the same content never comes in twice.',
  add: 'Watch a folder',
  added: 'Watched from now on. Put files into {{folder}}.',
  none: 'No folder is watched yet. Watch one, and every file that is put into it comes in by itself, once; what is refused comes back as a file to correct.',
  where: 'Files go into',
  pause: 'Pause',
  paused: 'Paused.',
  resume: 'Resume',
  resumed: 'Goes on.',
  remove: 'Remove',
  removed: 'No longer watched. The files stay where they are.',
  runs: 'Files that came in',
  noRuns: 'No file has come in yet. Put one into the folder of a row above: what came of it stands here, row by row counted.',
  when: 'When',
  what: 'What came of it',
  trouble: 'What is wrong',
  counts: '{{created}} new, {{changed}} changed, {{unchanged}} already so, {{refused}} refused',
  correct: 'Correct errors/{{file}}, then put it into the folder.',
} as const
