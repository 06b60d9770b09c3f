"""The maintainer's pages in Spanish, sentence by sentence."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

_PAGES = {
    "Too many wrong secrets. Try again in {minutes} minutes.": "Demasiadas claves equivocadas. "
    "Intente de nuevo en {minutes} minutos.",
    "That is not the secret.": "Esa no es la clave.",
    "The secret from ETHICS_ADMIN_SECRET": "La clave de ETHICS_ADMIN_SECRET",
    "Open": "Abrir",
    "Close": "Cerrar",
    "Opening sets one cookie, for an hour, for these pages only.": "Al abrir se guarda una "
    "cookie, por una hora y solo para estas páginas.",
    "Why this answer?": "¿Por qué esta respuesta?",
    "The knowledge": "El conocimiento",
    "Votes": "Votos",
    "A message, as somebody would type it": "Un mensaje, como alguien lo escribiría",
    "Explain": "Explicar",
    "What the bot would do": "Lo que haría la guía",
    "Show a tenet, because the message names it:": "Mostrar un principio, porque el mensaje lo "
    "nombra:",
    "Answer at once.": "Responder de inmediato.",
    "Ask back: which of these is it?": "Preguntar: ¿cuál de estos es?",
    "Say that it does not know.": "Decir que no lo sabe.",
    "Probabilities": "Probabilidades",
    "Probability": "Probabilidad",
    "None of them": "Ninguno",
    "Corrected words": "Palabras corregidas",
    "Words that spoke for the first topic, or against it": "Palabras a favor o en contra del "
    "primer tema",
    "Words": "Palabras",
    "Weight": "Peso",
    "Faults in the files": "Errores en los archivos",
    "The check finds no fault.": "La revisión no encuentra errores.",
    "Topics that take each other's questions": "Temas que se quitan preguntas",
    "Times": "Veces",
    "Asked about": "Se preguntó sobre",
    "Answered as": "Se respondió como",
    "Every known question is answered by its own topic.": "Cada pregunta conocida la responde su "
    "propio tema.",
    "Answers with fewer than {least} votes are withheld, so that no count points to a person.": (
        "Las respuestas con menos de {least} votos no se muestran, para que ningún número señale "
        "a una persona."
    ),
    "Answer": "Respuesta",
    "Helpful": "Útil",
    "Not helpful": "No útil",
    "Withheld: {count}": "Sin mostrar: {count}",
}
_DAILY = {
    "Daily posts": "Publicaciones diarias",
    "Daily post: {platform}": "Publicación diaria: {platform}",
    "Daily post saved": "Publicación diaria guardada",
    "Daily post paused": "Publicación diaria en pausa",
    "Daily post stopped": "Publicación diaria terminada",
    "No channel has a daily post yet.": "Ningún canal tiene todavía una publicación diaria.",
    "in": "en",
    "Active": "Activa",
    "Paused": "En pausa",
    "Stopped": "Detenida",
    "Trouble": "Con problemas",
    "Change or stop": "Cambiar o detener",
    "See the next post": "Ver la próxima publicación",
    "The next post": "La próxima publicación",
    "More channels": "Más canales",
    "Set one up, or find one": "Cree una o busque una",
    "The channel's address or ids": "La dirección o los identificadores del canal",
    "{platform} is not set up here, so the channel cannot be tried.": (
        "{platform} no está configurado aquí, así que no se puede probar el canal."
    ),
    "Go on": "Seguir",
    "Open the channel in a browser and paste its address here. It holds the ids of the "
    "workspace and of the channel:": (
        "Abra el canal en un navegador y pegue aquí su dirección. Contiene los identificadores "
        "del espacio de trabajo y del canal:"
    ),
    "Or write them yourself:": "O escríbalos usted:",
    "How it stands": "Cómo está",
    "Nothing was changed.": "No se cambió nada.",
    "Resume": "Reanudar",
    "Stop and forget …": "Detener y olvidar …",
    "Stop and forget": "Detener y olvidar",
    "Stop the daily post?": "¿Detener la publicación diaria?",
    "Nothing more will be posted in this channel, and what is set for it is forgotten. To "
    "stop for a while only, pause it.": (
        "No se publicará nada más en este canal y se olvidará lo configurado. Para detenerla "
        "solo un tiempo, póngala en pausa."
    ),
    "Keep it": "Conservarla",
    "Only you see this, and nothing is counted. Each platform draws it in its own way.": (
        "Solo usted ve esto y nada se cuenta. Cada plataforma lo muestra a su manera."
    ),
    "Change it": "Cambiarla",
    "Set it up": "Configurarla",
    "Time": "Hora",
    "Such as 9:00, 2:30 p.m. or noon.": "Por ejemplo, 9:00, 2:30 p.m. o noon.",
    "Time zone": "Zona horaria",
    "Begin to type a city, such as Chicago.": "Empiece a escribir una ciudad, como Chicago.",
    "Days": "Días",
    "Monday": "Lunes",
    "Tuesday": "Martes",
    "Wednesday": "Miércoles",
    "Thursday": "Jueves",
    "Friday": "Viernes",
    "Saturday": "Sábado",
    "Sunday": "Domingo",
    "Holidays": "Días festivos",
    "No post on public holidays of this country or state, such as US or US-CA. Empty: post on "
    "them too.": (
        "Sin publicación en los días festivos de este país o estado, como US o US-CA. Vacío: "
        "también se publica esos días."
    ),
    "What to post": "Qué publicar",
    "The tenets, in order": "Los principios, en orden",
    "A case": "Un caso",
    "Start with tenet": "Empezar con el principio",
    "Go on as it is": "Seguir como está",
    "Start with the first": "Empezar con el primero",
    "Who is told": "A quién se avisa",
    "A Slack member ID, from the profile: More, Copy member ID. Slack shows this person one "
    "line in the channel, to try it, and tells them when something is wrong.": (
        "Un identificador de miembro de Slack, del perfil: Más, Copiar ID de miembro. Slack "
        "muestra a esta persona una línea en el canal, para probarlo, y le avisa cuando algo "
        "anda mal."
    ),
    "Empty: whoever it is now.": "Vacío: quien sea ahora.",
    "Write a Slack member ID; it begins with U or W.": (
        "Escriba un identificador de miembro de Slack; empieza con U o W."
    ),
    "Say who is to be told, by their Slack member ID.": (
        "Diga a quién se avisará, con su identificador de miembro de Slack."
    ),
    "Save": "Guardar",
    "Saving also resumes it.": "Guardar también la reanuda.",
    "Pause": "Poner en pausa",
    "Until": "Hasta",
    "The first day with a post again. Empty: until somebody resumes it.": (
        "El primer día con publicación otra vez. Vacío: hasta que alguien la reanude."
    ),
    "Or say it": "O dígalo",
    "The same words as in chat": "Las mismas palabras que en el chat",
    "Do it": "Hacerlo",
}

ADMIN: Mapping[str, str] = MappingProxyType({**_PAGES, **_DAILY})
