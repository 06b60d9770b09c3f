"""The interface in Spanish, sentence by sentence. What the bot knows is not translated."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from bot.adapters.web.translations.spanish_admin import ADMIN

MONTHS = (
    "enero",
    "febrero",
    "marzo",
    "abril",
    "mayo",
    "junio",
    "julio",
    "agosto",
    "septiembre",
    "octubre",
    "noviembre",
    "diciembre",
)

_PAGES = {
    "Ethics guide": "Guía de ética",
    "Skip to the content": "Ir al contenido",
    "Main": "Principal",
    "More": "Más",
    "Ask": "Preguntar",
    "Topics": "Temas",
    "The Code": "El Código",
    "Cases": "Casos",
    "Documents": "Documentos",
    "Today": "Hoy",
    "Search": "Buscar",
    "Help": "Ayuda",
    "Whom to ask": "A quién preguntar",
    "What changed lately": "Cambios recientes",
    "For the maintainer": "Para quien la mantiene",
    "General information about the ICMA Code of Ethics. It is not a ruling and not legal advice. "
    "What you type is not kept.": "Información general sobre el Código de Ética de ICMA. No es "
    "una resolución ni asesoría legal. Lo que usted escribe no se guarda.",
    "What happened?": "¿Qué pasó?",
    "Tell it in your own words. You get what to do, why, and which tenet of the ICMA Code of "
    "Ethics says so.": "Cuéntelo con sus palabras. Sabrá qué hacer, por qué y qué principio del "
    "Código de Ética de ICMA lo dice. Las respuestas están en inglés.",
    "You asked": "Usted preguntó",
    "The answer did not arrive. Please try again.": "La respuesta no llegó. Inténtelo de nuevo.",
    "Your question": "Su pregunta",
    "Nothing you type is kept. Leave out names all the same.": "Lo que escribe no se guarda. Aun "
    "así, no ponga nombres.",
    "Nothing you type is kept.": "Lo que escribe no se guarda.",
    "For example": "Por ejemplo",
    "A vendor offers me tickets to the game. May I go?": "Un proveedor me ofrece boletos para el "
    "partido. ¿Puedo ir?",
    "My wife wants a yard sign for the mayor's race": "Mi esposa quiere poner un letrero de la "
    "campaña del alcalde",
    "A council member asks me to hire his nephew": "Un concejal me pide que contrate a su sobrino",
    "Can I help a friend's campaign on my day off?": "¿Puedo ayudar en la campaña de un amigo en "
    "mi día libre?",
    "May I take a second job as a consultant?": "¿Puedo tener un segundo trabajo como consultor?",
    "Somebody offered my office a gift basket": "Alguien ofreció una canasta de regalo a mi "
    "oficina",
    "Tenet of the day": "El principio del día",
    "More on today's tenet": "Más sobre el principio de hoy",
    "Or look around": "O explore",
    "Ask something else": "Pregunte otra cosa",
    "Read more on its own page": "Leer más en su propia página",
    "There is nothing here": "Aquí no hay nada",
    "That did not work": "Eso no funcionó",
    "The page may have moved, or its address was cut off on the way.": "Tal vez la página cambió "
    "de lugar o su dirección llegó incompleta.",
    "That was too long to read. A few sentences are enough.": "Era demasiado largo. Bastan unas "
    "pocas frases.",
    "The page was not asked for in a way it understands.": "La página no entendió lo que se le "
    "pidió.",
    "A word or two": "Una o dos palabras",
    "Nothing is called that.": "Nada se llama así.",
    "Cases, documents and pages": "Casos, documentos y páginas",
    "Topic": "Tema",
    "Case": "Caso",
    "Page": "Página",
    "Model document": "Documento modelo",
}
_READING = {
    "The ICMA Code of Ethics": "El Código de Ética de ICMA",
    "The Code, revised": "El Código, revisado",
    "About tenet {number}": "Sobre el principio {number}",
    "Tenet {number}": "Principio {number}",
    "Source and edition": "Fuente y edición",
    "Source": "Fuente",
    "Print": "Imprimir",
    "Copy": "Copiar",
    "Copied": "Copiado",
    "Word file": "Archivo de Word",
    "Text file": "Archivo de texto",
    "Each in one plain sentence.": "Cada uno en una frase sencilla.",
    "Read the Code word for word": "Leer el Código palabra por palabra",
    "Other tenets": "Otros principios",
    "Pick one, or just ask in your own words.": "Elija uno, o pregunte con sus palabras.",
    "Local": "Local",
    "What the Code says": "Lo que dice el Código",
    "Guideline on": "Pauta sobre",
    "More exactly": "Más exactamente",
    "How others resolved it": "Cómo lo resolvieron otros",
    "What happened to others, and how it was resolved. Nobody is named.": "Lo que les pasó a "
    "otros y cómo se resolvió. No se nombra a nadie.",
    "More cases": "Más casos",
    "What this rests on": "En qué se apoya",
    "Signed on {day} by": "Firmado el {day} por",
    "Not yet signed by your ethics office.": "Su oficina de ética aún no lo ha firmado.",
    "Sources read on {day}. The words are ours; where a source is silent, it is our own "
    "reading.": "Fuentes leídas el {day}. Las palabras son nuestras; donde la fuente calla, es "
    "nuestra propia lectura.",
    "A model, written for this guide.": "Un modelo, escrito para esta guía.",
    "Fill in the blanks and have your attorney check it against your state's law and your own "
    "rules.": "Llene los espacios y pida a su abogado que lo compare con la ley de su estado y "
    "con sus propias reglas.",
    "This thought's own page": "La página de esta reflexión",
    "For your intranet or calendar": "Para su intranet o calendario",
    "Every text carries the day its sources were last read.": "Cada texto lleva el día en que se "
    "leyeron sus fuentes por última vez.",
}
# Sentences that come with answers, so named by the core's own English words.
_ANSWERS = {
    "Why": "Por qué",
    "What to do next": "Qué hacer ahora",
    "Whom to tell": "A quién avisar",
    "Usually fine": "Generalmente está bien",
    "Not fine": "No está bien",
    "Ask yourself": "Pregúntese",
    "Why, and more on this": "Por qué, y más sobre esto",
    "Next step": "Siguiente paso",
    "Whom to ask": "A quién preguntar",
    "What would change this": "Qué cambiaría esto",
    "Since it has already happened": "Como ya ocurrió",
    "It already happened": "Ya ocurrió",
    "A case like this": "Un caso parecido",
    "You may also mean": "Quizá también se refiera a",
    "Related": "Relacionado",
    "Model documents": "Documentos modelo",
    "Topics under this tenet": "Temas de este principio",
    "All topics": "Todos los temas",
    "Whom to contact": "Con quién comunicarse",
    "The twelve tenets": "Los doce principios",
    "In plain words": "En palabras sencillas",
    "Why it matters": "Por qué importa",
    "A short story": "Una historia breve",
    "Guidelines": "Pautas",
    "The question": "La pregunta",
    "How it was resolved": "Cómo se resolvió",
    "Try": "Pruebe",
    "Or type": "O escriba",
    "The nearest topics I have": "Los temas más cercanos que tengo",
    "None of these": "Ninguno de estos",
    "Ask about this": "Preguntar sobre esto",
    "Ask me about ethics at work": "Pregúnteme sobre ética en el trabajo",
    "Which of these is it?": "¿Cuál de estos es?",
    "I don't know that one": "Eso no lo sé",
    "Then ask a person": "Entonces pregunte a una persona",
    "One moment": "Un momento",
    "Something went wrong here": "Algo falló aquí",
    "Hello": "Hola",
    "You are welcome": "De nada",
    "That button is from an older version": "Ese botón es de una versión anterior",
    "Retold from a published account; details are changed and nobody is named.": "Contado a "
    "partir de un relato publicado; se cambiaron detalles y no se nombra a nadie.",
    "Made up to show how the guideline works; nobody in it is real.": "Inventado para mostrar "
    "cómo funciona la pauta; nadie en él es real.",
    "This is general information, not a ruling. What binds you is the law, your employer's own "
    "rules, and written advice from your attorney or ethics office.": "Esto es información "
    "general, no una resolución. Lo que le obliga es la ley, las reglas de su empleador y el "
    "consejo por escrito de su abogado u oficina de ética.",
    "The Code binds members of ICMA. Your city, county or state may have rules of its own that "
    "bind everybody.": "El Código obliga a los miembros de ICMA. Su ciudad, condado o estado "
    "puede tener reglas propias que obligan a todos.",
    "Texts to copy, with blanks to fill. Have your attorney read them before you adopt one.": (
        "Textos para copiar, con espacios para llenar. Pida a su abogado que los lea antes de "
        "adoptar uno."
    ),
    "Start close to home: your supervisor, your ethics officer or your city attorney know your "
    "local rules. For advice on the ICMA Code itself:": "Empiece cerca: su supervisor, el "
    "encargado de ética o el abogado de la ciudad conocen las reglas locales. Para consejo sobre "
    "el Código de ICMA:",
    "Contacts change. Check the source before you rely on one.": "Los contactos cambian. "
    "Verifique la fuente antes de confiar en uno.",
}
SPANISH: Mapping[str, str] = MappingProxyType({**_PAGES, **_READING, **_ANSWERS, **ADMIN})
