package fault

// Codes of what integrators read and are sent.
const (
	EventsExpired Code = "EVENTS_EXPIRED" // the place in the journal is forgotten, or not there
	QueryInvalid  Code = "QUERY_INVALID"  // {reason} as the GraphQL parser says it, in English
)

var _ = register(table{
	QueryInvalid: {"Bu soʻrovni saqlab boʻlmaydi: {reason}", "Этот запрос нельзя сохранить: {reason}", "This query cannot be stored: {reason}"},
	EventsExpired: {
		"Bu joydan keyingi hodisalar endi saqlanmaydi. Maʼlumotlarni qaytadan oʻqing.",
		"События после этого места больше не хранятся. Прочитайте данные заново.",
		"Events after this place are not kept any more. Please read the data anew.",
	},
})
