package fault

// Codes of what integrators read and are sent.
const (
	EventsExpired Code = "EVENTS_EXPIRED" // the place in the journal is forgotten, or not there
)

var _ = register(table{
	EventsExpired: {
		"Bu joydan keyingi hodisalar endi saqlanmaydi. Maʼlumotlarni qaytadan oʻqing.",
		"События после этого места больше не хранятся. Прочитайте данные заново.",
		"Events after this place are not kept any more. Please read the data anew.",
	},
})
