import { activateLanguage } from '../../src/language/activate.ts'

activateLanguage('en', 'en', {})
