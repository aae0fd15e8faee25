/** Words that say nothing about the topic of a question: English function words, and what people say to a help desk. */
const LIST = `
a about above after again all also always am an and any anybody anyone are arent around as at be because been before being
but by came can cannot cant come could couldnt did didnt do does doesnt dosent doing done dont each either else even ever every
exactly for from further get gets getting give go goes going gonna got gotta had hadnt has hasnt have havent having he her
here hers him his how however i id ie if ill im in instead into is isnt it its itself ive just keep know let lets like look
looking lot made make makes making many may maybe me might mine more most much must my myself need needed needs neither no
nor not of off often ok okay on once one only or other our ours out over own perhaps possible possibly put really same say says see
seem seems shall she should shouldnt so some somebody somehow someone something sort such sure take than that thats the their
theirs them then there theres these they theyre thing things think this those though through to today too tried try trying u up upon
us use used uses using very via wanna want wanted wants was wasnt way ways we well went were werent what whatever whats when
whenever where wheres whether which while who whom whose why will with within without wont would wouldnt yes yet you youre your
yours ur
hi hey hello hiya please pls plz thanks thank thx help helping assist assistance question questions wondering wonder understand
tell explain advice guys anyway
`;

export const STOP_WORDS: ReadonlySet<string> = new Set(LIST.split(/\s+/u).filter((word) => word !== ''));
