/** The order's journey: what was promised, what is expected, where it waits. */
export const journeyEn = {
  promised: 'Promised for {{date}}',
  notPromised: 'No date was promised',
  later: 'Later than promised',
  laterBy_one: 'Later than promised by {{count}} day',
  laterBy_other: 'Later than promised by {{count}} days',
  station: 'Where',
  knownAt: 'What each side knows of line {{line}}',
  promise: 'Promise dates',
  promiseTitle: 'Until when is order {{number}} promised?',
  promiseAbout:
    'What the customer was told, line by line. It stays beside what is expected, so that everybody sees when a promise is at risk.',
  promisedNow: 'Promised.',
  fromAnswer: 'The dates come from what the ERP can deliver now. Change them if the customer was told otherwise.',
  promisedFor: 'Promised date of line {{line}}',
}
