package payment

// RefundState is the life of a refund.
type RefundState string

const (
	RefundRequested  RefundState = "REQUESTED"  // wanted; nobody has been asked yet
	RefundProcessing RefundState = "PROCESSING" // asked for, or the staff's to do
	RefundDone       RefundState = "DONE"       // the money went back
	RefundFailed     RefundState = "FAILED"     // the provider will not
)
