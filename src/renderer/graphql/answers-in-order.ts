import { ApolloLink, Observable } from '@apollo/client'
import { map } from 'rxjs'

interface Question {
  /** Askings whose answers are still to come. */
  open: number
  /** How often it was asked. */
  asked: number
  /** The answer to the latest asking that was answered, and which one that was. */
  answered: number
  answer: ApolloLink.Result | null
}

/**
 * Lets no answer be followed by an older one: an asking that is answered after a later asking of
 * the same question was gets the later one's answer. For queries only.
 */
export function answersInOrder(): ApolloLink {
  const questions = new Map<string, Question>()
  return new ApolloLink((operation, forward) => {
    const key = `${operation.operationName} ${JSON.stringify(operation.variables)}`
    return new Observable((observer) => {
      const question = questions.get(key) ?? { open: 0, asked: 0, answered: 0, answer: null }
      questions.set(key, question)
      question.open += 1
      question.asked += 1
      const asking = question.asked
      const latest = (answer: ApolloLink.Result): ApolloLink.Result => {
        if (asking < question.answered && question.answer) return question.answer
        question.answered = asking
        question.answer = answer
        return answer
      }
      const following = forward(operation).pipe(map(latest)).subscribe(observer)
      following.add(() => {
        question.open -= 1
        if (question.open === 0) questions.delete(key)
      })
      return following
    })
  })
}
