package main

// words are all sentences of one language. What stands in {braces} is filled in, escaped; <b> and the like are Telegram's HTML. Fields that name
// a button or a command are plain text.
type words struct {
	// Name is the language's own name, Currency the short name of its money.
	Name, Currency string

	Greeting, GreetingProduct, GreetingCategory, GreetingOrder string
	Help, LangAsk, LangSaved, StopDone, Orders, Shop           string
	ContactSaved, ContactForeign                               string
	StaffLink, NotStaff, Busy                                  string
	// A sign-in on a web page: the question, of four parts, and what becomes of it.
	WebAsk, WebSite, WebDevice, WebWarning, WebDone, WebDoneAt, WebRefused, WebGone string
	// Whom to turn to, also about a payment, and on which terms is sold.
	Support, PaySupport, SupportPhone, Terms, TermsTax string
	// About stands in the empty chat, before Start.
	About string

	ButtonShop, ButtonProduct, ButtonCategory, ButtonOrder, ButtonOrders, ButtonMenu string
	ButtonAccept, ButtonAdmin, ButtonMap, ButtonSignIn                               string
	ButtonWebYes, ButtonWebYesTo, ButtonWebNo                                        string
	ButtonWrite, ButtonTerms                                                         string

	CommandStart, CommandShop, CommandOrders, CommandHelp, CommandLang, CommandStop, CommandAdmin, CommandSupport, CommandTerms string

	// Answers to a pressed button.
	Accepted, Refused, Outdated string

	CardTitle, CardMore, CardDelivery, CardDiscount, CardTotal, CardCash, CardPaid, CardCourier, CardPickup, CardDigital, CardPromised, CardReason, CardComment string
	// Stage says in one line where an order stands; Push is the short message for the stages that are worth one.
	Stage, Push map[stage]string

	StaffPlaced, StaffUntil, StaffContact, StaffSignIn, StaffWebhookOff string
	// StaffStage heads the staff's message when the order no longer waits.
	StaffStage map[stage]string
}

// stage is where an order stands, as a person sees it: life and fulfilment in one.
type stage string

const (
	placed    stage = "placed"
	accepted  stage = "accepted"
	preparing stage = "preparing"
	packed    stage = "packed"
	ready     stage = "ready"
	onTheWay  stage = "onTheWay"
	missed    stage = "missed"
	returning stage = "returning"
	delivered stage = "delivered"
	canceled  stage = "canceled"
	expired   stage = "expired"
)

var stages = []stage{placed, accepted, preparing, packed, ready, onTheWay, missed, returning, delivered, canceled, expired}

// at reads the stage from the order's life and its last fulfilment.
func (o *order) at() stage {
	switch o.Lifecycle {
	case "CANCELED":
		return canceled
	case "EXPIRED":
		return expired
	case "COMPLETED":
		return delivered
	case "CONFIRMED":
	default:
		return placed
	}
	if len(o.Fulfilments) == 0 {
		return accepted
	}
	switch o.Fulfilments[len(o.Fulfilments)-1].State {
	case "ACCEPTED":
		return preparing
	case "PACKED":
		return packed
	case "READY_FOR_PICKUP":
		return ready
	case "HANDED_TO_COURIER":
		return onTheWay
	case "FAILED_DELIVERY":
		return missed
	case "RETURNING", "RETURNED":
		return returning
	case "DELIVERED":
		return delivered
	}
	return accepted
}

var sentences = map[language]*words{uzLatn: &inUzLatn, uzCyrl: &inUzCyrl, ru: &inRU, en: &inEN}
