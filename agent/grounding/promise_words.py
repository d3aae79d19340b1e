"""The words in which a shop says that it did or will do something, for each language.

A verb is written `base/past participle/-ing` (English) or as alternatives of a regular expression.
What must have happened for each action is not here: see `agent.grounding.receipts`.
"""

from dataclasses import dataclass

_OBJECT = r"(?: \w+){0,4}"

ENGLISH_VERBS: dict[str, str] = {
    "cancelled": "cancel|cancell?ed|cancell?ing void|voided|voiding",
    "filed": "file|filed|filing submit|submitted|submitting lodge|lodged|lodging register|registered|registering "
    "log|logged|logging",
    "opened": "open|opened|opening create|created|creating start|started|starting raise|raised|raising "
    "initiate|initiated|initiating set_up|set_up|setting_up",
    "refunded": "refund|refunded|refunding reimburse|reimbursed|reimbursing return_the_money|returned_the_money|"
    "returning_the_money pay_back|paid_back|paying_back",
    "paid": "issue|issued|issuing process|processed|processing pay|paid|paying",
    "sent": "send|sent|sending e-?mail|e-?mailed|e-?mailing mail|mailed|mailing text|texted|texting "
    "post|posted|posting attach|attached|attaching",
    "shipped": "ship|shipped|shipping dispatch|dispatched|dispatching",
    "replaced": "replace|replaced|replacing resend|resent|resending reship|reshipped|reshipping "
    "exchange|exchanged|exchanging swap|swapped|swapping",
    "handed_off": f"escalate|escalated|escalating hand{_OBJECT}_over|handed{_OBJECT}_over|handing{_OBJECT}_over "
    f"pass{_OBJECT}_(?:on|along|to)|passed{_OBJECT}_(?:on|along|to)|passing{_OBJECT}_(?:on|along|to) "
    "forward|forwarded|forwarding transfer|transferred|transferring connect|connected|connecting "
    "notify|notified|notifying alert|alerted|alerting inform|informed|informing ask_a|asked_a|asking_a "
    "assign|assigned|assigning",
    "contacted": "contact|contacted|contacting call|called|calling reach_out|reached_out|reaching_out "
    "get_back|got_back|getting_back follow_up|followed_up|following_up get_in_touch|got_in_touch|getting_in_touch "
    "be_in_touch|been_in_touch|being_in_touch ring|rung|ringing phone|phoned|phoning reply|replied|replying "
    "respond|responded|responding take_over|taken_over|taking_over write_(?:to_)?you|written_(?:to_)?you"
    "|writing_(?:to_)?you",
    "watched": "look_into|looked_into|looking_into investigate|investigated|investigating monitor|monitored|"
    "monitoring keep_an_eye|kept_an_eye|keeping_an_eye keep_you|kept_you|keeping_you let_you_know|let_you_know|"
    "letting_you_know remind|reminded|reminding check_with|checked_with|checking_with check_and|checked_and"
    "|checking_and "
    "work_on|worked_on|working_on update_you|updated_you|updating_you chase|chased|chasing make_sure|made_sure"
    "|making_sure ensure|ensured|ensuring",
    "changed": "change|changed|changing update|updated|updating correct|corrected|correcting modify|modified|"
    "modifying amend|amended|amending edit|edited|editing extend|extended|extending reschedule|rescheduled|"
    "rescheduling redirect|redirected|redirecting reroute|rerouted|rerouting remove|removed|removing "
    "delete|deleted|deleting upgrade|upgraded|upgrading reset|reset|resetting unlock|unlocked|unlocking "
    "activate|activated|activating restore|restored|restoring fix|fixed|fixing",
    "ordered": "place|placed|placing reorder|reordered|reordering book|booked|booking buy|bought|buying "
    "add|added|adding schedule|scheduled|scheduling arrange|arranged|arranging order|ordered|ordering",
    "reserved": "reserve|reserved|reserving hold|held|holding put_aside|put_aside|putting_aside "
    "set_aside|set_aside|setting_aside save|saved|saving",
    "discounted": "apply|applied|applying credit|credited|crediting waive|waived|waiving discount|discounted|"
    "discounting compensate|compensated|compensating grant|granted|granting give_you|given_you|giving_you "
    "gave_you|gave_you|gave_you offer_you|offered_you|offering_you deduct|deducted|deducting "
    "honou?r|honou?red|honou?ring match_the_price|matched_the_price|matching_the_price cover|covered|covering",
    "expedited": "expedite|expedited|expediting prioriti[sz]e|prioriti[sz]ed|prioriti[sz]ing rush|rushed|rushing "
    "speed_up|sped_up|speeding_up",
    "subscribed": "(?:un)?subscribe|(?:un)?subscribed|(?:un)?subscribing sign_you_up|signed_you_up|signing_you_up",
    "approved": "approve|approved|approving accept|accepted|accepting",
    "denied": "deny|denied|denying reject|rejected|rejecting decline|declined|declining",
    "delivered": "deliver|delivered|delivering",
    "received": "receive|received|receiving",
    "recorded": "record|recorded|recording",
    "lost": "lose|lost|losing",
    "charged": "charge|charged|charging bill|billed|billing",
}


HARMLESS_DONE = (
    "found|dropped|checked|looked|searched|seen|understood|read|listed|included|compared|pulled|shown|noted|picked|chosen"
    "|narrowed"
    "|had|been|got|tried|told|explained|mentioned|gathered|collected|answered|summari[sz]ed|matched|received|verified"
    "|confirmed|needed|wanted|noticed|assumed|hoped|liked|loved|missed|used|misunderstood|asked|offered|meant"
    "|sorted (?:them|these|the list)"
)
HARMLESS_DUE = (
    "be|happy|glad|gladly|happily|just|also|then|now|certainly|definitely|of course|go ahead|soon|shortly|to|all"
    "|both|help|show|explain|see|look|check|need|tell|list|walk|guide|do|have a look|leave|stop|ask you|ask for"
    "|continue|begin|remember|find|search|keep (?:it|this)|ask you|try|gladly"
    "|go through|go over|compare|recommend|suggest|point|know|want|say|use|stay|start with|only|answer|wait|assist"
    "|pull|read"
)
IRREGULAR = (
    "taken|made|given|put|set|done|written|spoken|begun|bought|brought|held|kept|told|left|gone|sold|won"
    "|built|dealt|run"
)


@dataclass(frozen=True, slots=True)
class Words:
    """Frames of a language other than English: how it says done, done to, and going to be done."""

    done: str
    passive: str
    due: str
    gap: str
    """What may stand between the frame and the verb."""
    verbs: dict[str, str]
    """Action to participles, infinitives and future forms."""
    phrases: dict[str, str]
    negation: str
    conditions: str


GERMAN = Words(
    done=r"(?:ich habe|wir haben|habe ich|haben wir|(?:team|kollege|kollegin|kollegen) (?:hat|haben))",
    passive=r"(?:wurden?|w[ie]rd|werden|ist|sind|worden)",
    due=r"(?:ich werde|wir werden|werde ich|werden wir|(?:team|kollege|kollegin|jemand|mitarbeiter\w*) wird)",
    gap=r"[^.;!?\n]{0,90}?",
    verbs={
        "cancelled": r"storniert?(?:en)?|abgesagt|gekündigt",
        "filed": r"eingereicht|einreichen|angemeldet|anmelden|registriert|angelegt|eröffnet|erfasst",
        "refunded": r"erstattet|erstatten|rückerstattet|zurückerstattet|zurückgezahlt|zurückzahlen|überwiesen",
        "sent": r"zugeschickt|geschickt|schicken|gesendet|senden|zugesandt|zusenden|gemailt",
        "shipped": r"versandt|versendet|verschickt|versenden|verschicken",
        "delivered": r"zugestellt|geliefert|ausgeliefert",
        "replaced": r"ersetzt|ersetzen|umgetauscht|umtauschen|ausgetauscht",
        "handed_off": r"weitergeleitet|weiterleiten|übergeben|weitergegeben|weitergeben|eskaliert|informiert"
        r"|verbinden|verbunden",
        "contacted": r"melden|anrufen|kontaktieren|zurückrufen|kontaktiert",
        "watched": r"kümmern|nachfragen|bescheid geben|im auge behalten|benachrichtigen",
        "changed": r"geändert|ändern|aktualisiert|aktualisieren|angepasst|anpassen|gelöscht|verlängert",
        "ordered": r"bestellt|bestellen|hinzugefügt|hinzufügen|gebucht|beauftragt",
        "reserved": r"reserviert|reservieren|zurückgelegt|zurücklegen",
        "discounted": r"gutgeschrieben|gutschreiben|gewährt|gewähren|eingelöst|erlassen|angewendet|angewandt|schenken",
        "approved": r"genehmigt|bewilligt",
        "denied": r"abgelehnt",
    },
    phrases={
        "contacted": r"(?:melden uns|meldet sich|ruft (?:sie|dich) (?:zurück|an)|melde mich|hören von uns)",
        "refund_due": r"(?:erstattung|geld|rückzahlung) ist (?:unterwegs|auf dem weg)|(?:sie|du) (?:erhalten"
        r"|bekommen|bekommst|erhältst)"
        r"[^.;!?\n]{0,60}(?:zurück|erstattung|erstattet)",
        "cancelled": r"ich storniere",
        "refunded": r"ich erstatte",
        "sent": r"(?:ich|wir) (?:schicken?|senden?) (?:ihnen|dir)",
        "discounted": r"(?:ich|wir) (?:geben?|schenken?|gewähren?) (?:ihnen|dir)",
        "guaranteed": r"garantier\w+|versprechen|verspreche",
    },
    negation=r"\b(?:nicht|kein\w*|nie|weder|ohne)\b",
    conditions=r"\b(?:wenn|sobald|falls|nachdem|bevor|soll ich|möchten sie|möchtest du|kann ich|darf ich|bestätigen "
    r"sie|bis)\b",
)
FRENCH = Words(
    done=r"(?:j'ai|nous avons|on a|je viens (?:de |d')|nous venons (?:de |d'))",
    passive=r"(?:a été|ont été|est|sont|sera|seront|serez|seras|êtes|vient d'être|va être)",
    due=r"(?:je vais|nous allons|on va|notre équipe va|un collègue va|un conseiller va)",
    gap=r"(?: (?:vous|bien|déjà|vient|immédiatement|donc|le|la|les|l'|maintenant|également|aussi|intégralement"
    r"|,)){0,3} ?",
    verbs={
        "cancelled": r"annulée?s?|annuler",
        "filed": r"enregistrée?s?|enregistrer|déposée?s?|déposer|créée?s?|créer|ouverte?s?|ouvrir",
        "refunded": r"remboursée?s?|rembourser",
        "sent": r"envoyée?s?|envoyer",
        "shipped": r"expédiée?s?|expédier",
        "delivered": r"livrée?s?|livrer",
        "replaced": r"remplacée?s?|remplacer|échangée?s?|échanger",
        "handed_off": r"transmise?s?|transmettre|transférée?s?|transférer|escaladée?s?|informée?s?|prévenue?s?",
        "contacted": r"contactée?s?|contacter|appeler|appelée?s?|recontacter|répondre|rappeler",
        "watched": r"vérifier|suivre|tenir informée?|renseigner",
        "changed": r"modifiée?s?|modifier|changée?s?|changer|mise?s? à jour|mettre à jour|supprimée?s?|prolongée?s?",
        "ordered": r"commandée?s?|commander|ajoutée?s?|ajouter",
        "reserved": r"réservée?s?|réserver|mise?s? de côté|mettre de côté",
        "discounted": r"appliquée?s?|appliquer|créditée?s?|créditer|accordée?s?|accorder|offerte?s?|offrir",
        "approved": r"approuvée?s?|acceptée?s?",
        "denied": r"refusée?s?|rejetée?s?",
    },
    phrases={
        "contacted": r"(?:vous (?:re)?contactera|vous (?:r)?appellera|vous répondra|reviendrai vers|reviendrons "
        r"vers|revenons vers)",
        "refund_due": r"remboursement est en (?:route|cours)|vous (?:recevrez|obtiendrez|allez "
        r"recevoir)[^.;!?\n]{0,40}remboursement"
        r"|nous vous rembours(?:ons|erons)|je vous rembours(?:e|erai)",
        "cancelled": r"j'annule|j'annulerai|nous annulerons",
        "sent": r"(?:je|nous) vous (?:envoie|envoyons|enverrai|enverrons)|vous recevrez (?:un|une) (?:e-?mail"
        r"|étiquette|colis)",
        "discounted": r"(?:je|nous) vous (?:offre|offrons|accorde|accordons)",
        # "Garantie" alone is the warranty.
        "guaranteed": r"garanti(?!es?\b)\w*|(?:est|sont|sera|seront)(?: \w+)? garanties?\b"
        r"|je (?:vous )?promets|nous (?:vous )?promettons",
    },
    negation=r"\b(?:ne|n'|pas|aucune?|jamais|sans)\b|n'",
    conditions=r"\b(?:si|dès que|une fois|quand|lorsque|après|avant|voulez-vous|souhaitez-vous|puis-je|dois-je"
    r"|jusqu'à)\b",
)
SPANISH = Words(
    done=r"(?:he|hemos|acabo de|acabamos de)",
    passive=r"(?:ha sido|han sido|fue|fueron|será|serán|serás|está|queda|quedó|va a ser)",
    due=r"(?:voy a|vamos a|nuestro equipo va a|un compañero va a|un agente va a)",
    gap=r"(?: (?:ya|le|te|lo|la|los|las|también|correctamente|inmediatamente)){0,3} ?",
    verbs={
        "cancelled": r"cancelad[oa]s?|cancelar(?:lo|la)?|anulad[oa]s?|anular",
        "filed": r"registrad[oa]s?|registrar|presentad[oa]s?|presentar|cread[oa]s?|abiert[oa]s?|abrir|tramitad[oa]s?",
        "refunded": r"reembolsad[oa]s?|reembolsar(?:le|te)?|devuelto el dinero|devolver(?:le|te) el dinero",
        "sent": r"enviad[oa]s?|enviar(?:le|te)?",
        "shipped": r"despachad[oa]s?|despachar",
        "delivered": r"entregad[oa]s?|entregar",
        "replaced": r"reemplazad[oa]s?|cambiad[oa]s? por|sustituid[oa]s?|reemplazar|sustituir",
        "handed_off": r"transferid[oa]s?|transferir(?:le|te)?|derivad[oa]s?|escalad[oa]s?|pasad[oa]s? a"
        r"|avisad[oa]s?|informad[oa]s?",
        "contacted": r"contactar(?:le|te)?|llamar(?:le|te)?|responder(?:le|te)?|contactad[oa]s?",
        "watched": r"averiguar|investigar|avisar(?:le|te)|comprobar(?:lo)? y",
        "changed": r"cambiad[oa]s?|cambiar|actualizad[oa]s?|actualizar|modificad[oa]s?|modificar|eliminad[oa]s?"
        r"|ampliad[oa]s?",
        "ordered": r"pedid[oa]s|añadid[oa]s?|añadir|reservar",
        "reserved": r"reservad[oa]s?|apartad[oa]s?",
        "discounted": r"aplicad[oa]s?|aplicar|abonad[oa]s?|abonar|concedid[oa]s?",
        "approved": r"aprobad[oa]s?|aceptad[oa]s?",
        "denied": r"denegad[oa]s?|rechazad[oa]s?",
    },
    phrases={
        "contacted": r"(?:se pondrá en contacto|(?:le|te) (?:llamará|contactará|responderá)|nos pondremos en "
        r"contacto|me pondré en contacto)",
        "refund_due": r"reembolso está en camino|(?:recibirá|recibirás|obtendrá)[^.;!?\n]{0,40}reembolso|(?:le|te) "
        r"reembolsar(?:é|emos)",
        "cancelled": r"\b(?:cancelaré|cancelaremos|cancelo)\b",
        "sent": r"(?:le|te) (?:enviaré|enviaremos|envío|enviamos)|recibirás? (?:un correo|una etiqueta)",
        "discounted": r"(?:le|te) (?:doy|damos|ofrezco|regalamos|haré|haremos)[^.;!?\n]{0,30}(?:descuento|vale"
        r"|crédito)",
        "guaranteed": r"garantiza\w*|garantizad[oa]|prometo|prometemos",
    },
    negation=r"\b(?:no|ningun[oa]?|nunca|sin)\b",
    conditions=r"\b(?:si|cuando|una vez|en cuanto|después|antes|quiere que|quieres que|puedo|desea|hasta)\b",
)
