// What the questions to a running product share: counting them, and coming in as somebody of the demo.
let passed = 0
let failed = 0

export async function ask(what, question) {
  try {
    const problem = await question()
    if (problem) throw new Error(problem)
    passed++
    console.error(`ok      ${what}`)
  } catch (error) {
    failed++
    console.error(`FAILED  ${what}: ${error.message}`)
  }
}

/** `passed failed`, for whoever asked for all this. */
export function tell() {
  console.log(passed, failed)
}

/** Of an answer to a sign-in: what the browser would send from then on. */
export function cookieOf(answer) {
  return answer.headers
    .getSetCookie()
    .map((each) => each.split(';')[0])
    .join('; ')
}
