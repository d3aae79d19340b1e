"""The closed word lists that dialogue acts are read from, in English, German, French and Spanish.

One string a group, phrases separated by `|`, spelled as `agent.acts` folds them: lower case, no accents, no
punctuation but the apostrophe. A message is an act only when it is nothing but such phrases.
"""

YES = """
yes|yep|yip|jep|yup|yeah|yea|yeap|yah|ya|yess|yesss|yass|aye|y|uh huh|uhuh|mhm|absolutely|definitely|certainly|
of course|sure|sure thing|surely|for sure|indeed|totally|affirmative|affirmitive|confirm|confirmed|i confirm|
i can confirm|confirm it|confirm that|confirm this|correct|exactly|precisely|agreed|i agree|accepted|approved|
i accept|i approve|go|go ahead|go on|go for it|do it|do that|do so|do this|just do it|please do|proceed|make it so|
yes sir|yes it is|
yes it's fine|yes i do|i do|yes i would|yes you are right|yes you are|i would|i would like that|i'd like that|
i want that|i'd love that|sounds good|sounds great|sounds perfect|sounds right|looks good|looks right|
looks correct|looks great|that works|works for me|that works for me|that'll work|that will work|that'll do|
submit|submit it|submit that|submit this|that's right|that is right|that's correct|that is correct|that's true|
that is true|that's fine|that is fine|that's ok|that is ok|that's okay|yes that's it|yes that is it|
yes thats it|yep that's it|yep thats it|yeah that's it|yeah thats it|
you got it|you are correct|you're correct|you are right|you're right|fine by me|fine with me|
good to go|by all means|i'm sure|i am sure|im sure|true|very true|exactly right|absolutely correct|
definitely yes|i said yes|i already said yes|yes i said yes|yes i said so|like i said|as i said yes|that one yes|
that's what i want|that is what i want|thats right|thats correct|thats fine|thats true|thats ok|
that would be great|that would be good|that'd be great|that would be awesome|that would be perfect|
that would be fine|that would be nice|that would be lovely|that would be yes|yes to that|go on then|a yes|that's a yes|
that is a yes|that's a definite yes|i say yes|i vote yes|my answer is yes|the answer is yes|continue|carry on|
let's do it|lets do it|let's go ahead|you may|you can|permission granted|green light|thumbs up|👍|ja|jawohl|jap|
jup|jo|klar|na klar|gerne|ja gerne|ja gern|genau|stimmt|das stimmt|richtig|das ist richtig|naturlich|
selbstverstandlich|auf jeden fall|einverstanden|in ordnung|passt|mach das|machen sie das|bestatigt|
ich bestatige|oui|ouais|d'accord|bien sur|exact|exactement|c'est exact|c'est ca|c'est correct|allez y|vas y|
tout a fait|volontiers|avec plaisir|je confirme|absolument|si|claro|claro que si|vale|de acuerdo|por supuesto|
adelante|correcto|exacto|asi es|confirmo|hazlo|desde luego|esta bien|eso es
"""

WEAK_YES = (
    "ok|okay|k|okey|okie|okay then|ok then|alright|all right|alright then|fine|okidoki|okie dokie|"
    "okej|that's great|that's good|that's perfect|thats good|thats great|perfect"
)
"""A yes to a question, but only an acknowledgement beside thanks: "ok thanks" agrees to nothing."""

TAKES_BACK = """
but|if|unless|except|although|though|however|aber|mais|pero|as long as|so long as|provided|without|instead|rather|
prefer|wait|hold on|hang on|before|until|stop
""".replace("\n", "")
"""A condition or a second thought: what stands beside it is no plain yes."""

STATEMENT_OPENERS = """
that|this|it|that statement|this statement|the statement|what you just said|what you said|that answer|
everything|the answer|my answer|my response|the answer to that|my response to that|all of that|all of it
"""
STATEMENT_VERBS = "is|'s|was|sounds|looks|seems|appears|would be|'d be|will be|would seem"
STATEMENT_ADVERBS = """
very|totally|definitely|absolutely|completely|indeed|really|actually|certainly|all|just|so|exactly|
most definitely|quite|entirely|a|an|very much|for sure
"""
STATEMENT_YES = """
true|correct|right|accurate|fact|a fact|yes|affirmative|valid|confirmed|true statement|right answer|the truth|
what i want|what i meant|what i said|resounding yes|definite yes|yes from me
"""
STATEMENT_LIKES = "fine|good|great|perfect|awesome|excellent|lovely|ok|okay|wonderful|nice"
STATEMENT_LIKES_NOW = "fine|ok|okay"
"""Praise agrees to what would be done ("that sounds great"); "that's nice" and "it was awesome" agree to nothing."""
STATEMENT_NO = """
false|wrong|incorrect|untrue|inaccurate|no|a no|negative|hard no|invalid|erroneous|fake|false statement|
definitely no|a lie
"""

NO = """
no|nope|nah|nay|naw|n|noo|nooo|nada|negative|no way|no thanks|no thank you|no thank u|no thx|no ty|not really|
not at all|not that|not that one|not this one|not this|not today|not now|not yet|not right now|not anymore|
no more|i don't think so|don't think so|i dont think so|dont think so|i do not think so|i think not|
certainly not|definitely not|absolutely not|of course not|please don't|please do not|don't|do not|dont|
don't do it|don't do that|do not do it|do not do that|dont do it|dont do that|rather not|i'd rather not|
i would rather not|i would prefer not|i don't want that|i don't want to|i dont want to|i don't want it|
i do not want that|i do not want to|no i don't|no i do not|i don't|i do not|no it isn't|no it is not|
no it's not|that's not right|that's not correct|that is not right|that is not correct|that's not true|
that is not true|thats not right|thats wrong|not true|not correct|not right|that isn't right|that isn't it|
that's not it|that is not it|no that's wrong|incorrect|wrong|false|i disagree|i pass|i'll pass|ill pass|pass|
hell no|hell nah|no no|no good|never|not happening|it's a no|that's a no|that's a negative|i say no|i said no|
i meant no|i am saying no|i gotta say no|i must say no|no is the answer|the answer is no|thumbs down|
no then|nah then|not what i want|that's not what i want|not interested|i'm not interested|👎|nein|nee|ne|
nein danke|nicht|
lieber nicht|auf keinen fall|noch nicht|keinesfalls|falsch|stimmt nicht|das stimmt nicht|non|non merci|
pas du tout|surtout pas|pas maintenant|pas encore|c'est faux|jamais|no gracias|para nada|todavia no|mejor no|
de ninguna manera|nunca|incorrecto
"""

PLAIN_NO = """
no|nope|nah|nay|naw|noo|nooo|no thanks|no thank you|not really|no no|no way|hell no|wrong|incorrect|
not that one|not this one|that's wrong|thats wrong|that's not right|that's not it|that is wrong|
that is not right|nein|non|nein danke|non merci|no gracias
"""
"""Refusals that may stand in front of more; "i don't" in front of more is just a sentence."""

CANCEL = """
forget it|forget that|forget about it|forget this|never mind|nevermind|nvm|stop|stop it|stop that|stop this|
leave it|leave it be|leave that|leave it there|abort|abort it|abort that|abort this|quit|quit it|exit|
scrap that|scrap it|scrap|drop it|drop that|scratch that|cancel that|cancel this|undo|undo that|undo this|halt|
terminate|never mind that|nevermind that|don't bother|dont bother|never mind then|nvm that|nvm then|
maybe later|maybe another time|some other time|discontinue|
please stop|i don't need it anymore|i do not need it anymore|i don't need that anymore|let's leave it|let it be|
shut up|be quiet|please be quiet|quiet|quiet now|stop talking|stop doing that|stop doing this|pause|mute|
silence|can you stop|could you stop|stop now|cancel the process|cancel the request|cancel my request|
cancel the action|cancel action|stop the process|call it off|vergiss es|vergessen sie es|abbrechen|abbruch|
stopp|lass es|lassen sie es|egal|schon gut|laisse tomber|laissez tomber|annule|annulez|arrete|arretez|oublie|
oubliez|peu importe|olvidalo|olvidelo|dejalo|dejelo|para|basta|da igual
"""

CANCEL_IN_TASK = """
cancel|cancel it|cancel please|i changed my mind|i've changed my mind|changed my mind|i have changed my mind|
i don't need it|i do not need it|i don't want it anymore|i dont want it anymore|i don't want this anymore
"""
"""A dropped task in the middle of one; out of the blue they speak of an order."""

THANKS = """
thanks|ta|thank you|thank you so much|thank you very much|thanks a lot|thanks so much|many thanks|thx|ty|tysm|
thankyou|cheers|much appreciated|appreciated|appreciate it|i appreciate it|i appreciate that|thanks again|
thanks a million|i appreciate your help|i appreciate the help|thank you again|thanks for your help|
thank you for your help|thanks for the help|thank you for the help|thanks for helping|thanks for that|
thank you kindly|you've been a great help|you have been a great help|you've been a big help|that's very helpful|
very helpful|thanks that's helpful|thats helpful|that's helpful|great help|awesome thanks|much obliged|
you're the best|you're a star|you're a legend|you're a gem|you're an angel|you're a lifesaver|i'm grateful|
thanks for the info|thanks for the information|thanks for your time|
thank you for your time|danke|danke schon|vielen dank|danke sehr|dankeschon|besten dank|danke dir|danke ihnen|
merci|merci beaucoup|merci bien|je vous remercie|gracias|muchas gracias|mil gracias
"""

NOD = """
i see|got it|gotcha|makes sense|that makes sense|good to know|understood|noted|interesting|fair enough|i understand|
aha|ah|oh|i get it|alright|all good|fine|right|ok|okay|k|verstehe|alles klar|je vois|entiendo
"""
"""Heard and taken note of: it agrees to nothing and asks for nothing."""

GREETING = """
hi|hello|hey|hiya|heya|heyo|hi there|hello there|hey there|howdy|good morning|good afternoon|good evening|
good day|morning|greetings|hallo|guten tag|guten morgen|guten abend|moin|servus|bonjour|salut|bonsoir|hola|
buenos dias|buenas tardes|buenas noches|buenas|how are you|how are you doing|how are you today|how's it going|
how is it going|what's up|whats up|sup|wassup|yo|how do you do|how are things|nice to meet you|is anyone there|
anyone there|are you there|how are you doing today|how's everything|how is everything|how have you been|aloha|
ahoy
"""

GOODBYE = """
bye|goodbye|good bye|bye bye|byebye|bye for now|bye now|see you|see ya|see you later|see ya later|see you soon|
cya|see you around|take care|have a nice day|have a good day|have a great day|have a good one|
have a nice evening|good night|goodnight|night night|nighty night|have a good night|have a good evening|
later|talk to you later|talk later|ttyl|farewell|that's all|
that is all|thats all|that's all for now|that will be all|that's everything|
that was all|that was everything|that was it|that'd be all|that would be all|that's all i need|
that's all i wanted|that's all i wanted to know|thats all i wanted to know|thats all i wanted|
that is all i wanted to know|all i wanted to know|that's all i needed|nothing else|
no that's all|no that's it|nah that's it|nah thats it|nope that's it|
no thats it|nah that's all|nope that's all|i'm done|im done|i have to go|i've got to go|
gotta go|peace|peace out|so long|catch you later|adios|tschuss|auf wiedersehen|bis bald|bis dann|ciao|au revoir|
a bientot|bonne journee|hasta luego|hasta pronto|nos vemos|das war alles|c'est tout|eso es todo
"""

REPEAT = """
what|huh|pardon|pardon me|come again|say again|say that again|say it again|repeat|repeat that|repeat it|
repeat please|repeat yourself|repeat the question|can you repeat that|could you repeat that|
can you say that again|could you say that again|please repeat|please repeat that|what was that|what did you say|
what was the question|what do you mean|i don't understand|i dont understand|i didn't understand|
i didn't get that|i didnt get that|i don't get it|i didn't catch that|one more time|once more|again please|
again|excuse me|sorry what|what again|can you repeat|could you repeat|can you repeat the question|
can you ask me that again|wie bitte|bitte wiederholen|noch einmal|nochmal|was|pardon|comment|repetez|
vous pouvez repeter|como|repite|repita|otra vez|que
"""

SKIP = """
skip|skip it|skip this|skip that|skip this one|skip this question|next|next question|prefer not to say|
no reason|no reason really|no real reason|no particular reason|no special reason|no specific reason|just because|
i'd rather not say|i would rather not say|i prefer not to say|none|neither|none of them|none of these|none of those|
none of the above|neither of them|neither of these|not applicable|n a|rather not say|
uberspringen|weiter|passer|suivant|saltar|omitir|siguiente
"""

SKIP_IN_SLOT = """
i don't know|i dont know|don't know|dont know|no idea|i have no idea|not sure|i'm not sure|im not sure|idk|
dunno|
not sure which|not sure which one|i'm not sure which|i'm not sure which one|don't know which|i don't know which|
don't know which one|i don't know which one|i don't have it|i dont have it|don't have it|
i don't have one|i dont have one|don't have one|dont have one|
i don't have that|can't find it|i can't find it|i cant find it|i don't remember|i dont remember|
no clue|i don't have any|i lost it|keine ahnung|weiss nicht|ich weiss nicht|je ne sais pas|aucune idee|no se|
ni idea
"""
"""Only when something was asked for: the customer cannot give it."""

RESUME = """
resume|let's continue|lets continue|let's go on|lets go on|go on|where were we|where was i|back to it|
let's get back to it|back to that|pick up where we left off|let's pick up where we left off|let's resume|
continue where we left off|let's proceed|let's go back|weiter im text|wo waren wir|on continue|reprenons|
donde estabamos|continuemos|sigamos
"""

FILLERS = """
please|pls|plz|plzz|thanks|thank you|thank you so much|thank you very much|thanks so much|
thanks a lot|many thanks|thx|ty|haha|hahaha|lol|hehe|again|finally|second time|third time|
bot|sir|madam|ma'am|mate|dear|man|bro|oh|ah|now|right away|
straight away|asap|immediately|kindly|hi|hello|hey|😊|🙂|😀|😄|🙏|❤️|❤|✅|👌|bitte|danke|doch bitte|s'il vous plait|
s'il te plait|svp|stp|merci|por favor|gracias
"""
"""Politeness that changes nothing. Words of doubt, condition or contrast must never be listed here."""

SORRY_AND_SUCH = """
hm|hmm|hmmm|mm|um|uh|well|wait|actually|oh|sorry|lol|haha|hehe|lmao|
i think|i believe|i would say|i say|i am afraid|i'm afraid|so|that
"""
"""What may stand before a no without weakening it. Before a yes the same words are doubt."""

PRAISE = "great|awesome|perfect|nice|cool|good|excellent|amazing|lovely|wonderful|super|brilliant|oh|sweet|good job"

NAMES_OF_THE_BOT = "friend|team|all|everyone|ai|support|shopsmart|there|my friend"

OPENERS = """
hi|hello|hey|hiya|hi there|hello there|hey there|howdy|good morning|good afternoon|good evening|good day|hallo|
guten tag|guten morgen|guten abend|bonjour|salut|bonsoir|hola|buenos dias|buenas tardes|hi team|hello team|
hi all
"""
"""Greetings that may stand before a request; "morning" may be part of one ("morning delivery")."""
