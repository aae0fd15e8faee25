/** What a member's text asks of the virtual agent itself, before any back end is asked. */
export type Intent = 'greeting' | 'person' | 'question';

const GREETING =
  /^(hi|hii+|hello|hey|hiya|yo|good (morning|afternoon|evening)|hallo|moin|servus|guten (morgen|tag|abend)|hola|buenas|buenos d[ií]as|buenas tardes)( there| bot| all| zusammen)?[\s!.,👋]*$/iu;

const PERSON =
  '(live (agent|person|chat|support)|(human|real|actual) (agent|person|being|representative)|human|agent|representative|someone real|a person|support (agent|staff)|staff member|operator|mitarbeiter(in)?|mensch(en)?|agente( humano)?|una persona|un humano)';

/** The whole sentence is the request: "live agent", "human please". */
const PERSON_ALONE = new RegExp(
  `^\\W*(an? |the |einen? |un )?${PERSON}(,? (please|pls|now|bitte|por favor))?\\W*$`,
  'iu',
);

const WISH =
  "(\\b(want|wanna|need|talk|speak|chat|connect|transfer|get|give|reach|contact|switch|escalate|möchte|will|brauche|sprechen|reden|verbinde|quiero|necesito|hablar|pásame)|(\\bwould|['’]d) (like|love))\\b";

/** A wish and its object, in this order, within one clause. */
const PERSON_WISHED = new RegExp(`${WISH}.{0,60}?\\b${PERSON}\\b`, 'isu');

/** "I don't want an agent", "no need for a human": a wish turned around. A new subject in between starts another wish. */
const TURNED_AROUND =
  /\b(do(es)?n[’']?t|do not|not|no|never|without|instead of|rather than|kein(e|en)?|nicht|ohne|no quiero|sin)\b((?!\b(i|ich|quiero|please|bitte)\b).){0,25}?\b(want|need|like|talk|speak|chat|agent|human|person|representative|mitarbeiter|mensch(en)?|agente|persona|humano|sprechen|reden|hablar)\b/isu;

/** "What is a live agent?" asks about it. */
const ASKED_ABOUT = /\b(what|who|what[’']s|was|wer|qué|quién) (is|are|does|ist|sind|es|son)\b/iu;

const SENTENCE_END = /[.?!\n]+/u;
/** "That did not help, I want a person" says no to one thing and yes to another. */
const CLAUSE_END = /[.?!,;:\n]+|\b(?:but|and|so|then|aber|und|also|pero|entonces)\b/iu;

/**
 * Only the member's own text in the bot's turn comes here, and only a wish for a person counts: the mere words somewhere
 * in a text do not.
 */
export function intentOf(text: string): Intent {
  const trimmed = text.trim();
  if (GREETING.test(trimmed)) return 'greeting';
  if (trimmed.split(SENTENCE_END).some((sentence) => PERSON_ALONE.test(sentence))) return 'person';
  return trimmed.split(CLAUSE_END).some(wishesPerson) ? 'person' : 'question';
}

function wishesPerson(clause: string): boolean {
  return PERSON_WISHED.test(clause) && !TURNED_AROUND.test(clause) && !ASKED_ABOUT.test(clause);
}
