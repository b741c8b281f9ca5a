// Package fault carries the errors that a caller can understand and correct: a stable code, the path of the input at
// fault and the facts. Everything else is an ordinary error, which the edge hides from callers and logs.
package fault

import (
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/dokon-shop/dokon/server/lang"
)

// Code names a kind of fault for programs. It is a value of the GraphQL enum ErrorCode and never changes its meaning.
type Code string

// requestCodes answer the whole request, as all INITDATA_* and CONFLICT_* do; callers find them in extensions.code of a GraphQL error.
var requestCodes = map[Code]bool{
	Unauthenticated: true, Forbidden: true, NotFound: true, BadRequest: true, RateLimited: true, Conflict: true, Internal: true,
	StoreNotFound: true, SessionExpired: true,
}

// Codes gives every code that has a message, sorted.
func Codes() []Code {
	codes := make([]Code, 0, len(messages))
	for c := range messages {
		codes = append(codes, c)
	}
	slices.Sort(codes)
	return codes
}

// MarshalGQL writes the value of the GraphQL enum ErrorCode.
func (c Code) MarshalGQL(w io.Writer) { _, _ = io.WriteString(w, strconv.Quote(string(c))) }

// UnmarshalGQL reads a value of the GraphQL enum ErrorCode.
func (c *Code) UnmarshalGQL(v any) error {
	s, _ := v.(string)
	if _, ok := messages[Code(s)]; !ok {
		return fmt.Errorf("%v is not an error code", v)
	}
	*c = Code(s)
	return nil
}

// Error is one fault. It is built with New and, until it is returned, completed with With, Because and Stating.
type Error struct {
	Code   Code
	Path   []string       // input fields from the outside in, list positions as numbers from 0: "lines", "0", "quantity"
	Params map[string]any // fill the {placeholders} of the message
	Cause  error          // what lies behind; for the log only, never shown to callers
	Facts  any            // a typed value for programs, such as what is still available; nil when the code says it all
}

// New makes a fault of the given code at an input path. The path may be empty: then the fault is of the whole request.
func New(code Code, path ...string) *Error { return &Error{Code: code, Path: path} }

// With puts a value for the placeholder {key} of the message. Values that know languages (money.Money, lang.Text) are
// written in the reader's.
func (e *Error) With(key string, v any) *Error {
	if e.Params == nil {
		e.Params = map[string]any{}
	}
	e.Params[key] = v
	return e
}

// Because keeps the error that led here, for the log.
func (e *Error) Because(cause error) *Error { e.Cause = cause; return e }

// Stating adds facts for programs.
func (e *Error) Stating(facts any) *Error { e.Facts = facts; return e }

// Error is the English sentence with code and path in front, for developers and logs.
func (e *Error) Error() string {
	var b strings.Builder
	b.WriteString(string(e.Code))
	if len(e.Path) > 0 {
		b.WriteString(" at " + strings.Join(e.Path, "."))
	}
	b.WriteString(": " + e.Message(lang.EN))
	if e.Cause != nil {
		b.WriteString(": " + e.Cause.Error())
	}
	return b.String()
}

// TopLevel tells that the fault answers the whole request (a GraphQL error) and not one field of a mutation's input (a user
// error in its payload). NOT_FOUND is the one code that does both: with a path it speaks of the id at that path.
func (e *Error) TopLevel() bool {
	if e.Code == NotFound {
		return len(e.Path) == 0
	}
	return requestCodes[e.Code] || strings.HasPrefix(string(e.Code), "INITDATA_") || strings.HasPrefix(string(e.Code), "CONFLICT_")
}

// Unwrap gives the cause.
func (e *Error) Unwrap() error { return e.Cause }

// Is makes errors.Is(err, fault.New(code)) true for any fault of that code, wherever it lies and whatever it states.
func (e *Error) Is(target error) bool {
	t, ok := target.(*Error)
	return ok && t.Code == e.Code && len(t.Path) == 0 && len(t.Params) == 0
}

var placeholder = regexp.MustCompile(`\{([a-zA-Z]+)\}`)

// Message says to the person who caused the fault what is wrong, in their language. It shows nothing of the cause.
func (e *Error) Message(l lang.Lang) string {
	text, ok := messages[e.Code]
	if !ok {
		text = messages[Internal]
	}
	return placeholder.ReplaceAllStringFunc(text.In(l, nil), func(hole string) string {
		v, ok := e.Params[strings.Trim(hole, "{}")]
		if !ok {
			return "…"
		}
		switch v := v.(type) {
		case interface{ Format(lang.Lang) string }:
			return v.Format(l)
		case lang.Text:
			return v.In(l, nil)
		}
		return fmt.Sprint(v)
	})
}

// List is all faults of one input, reported together. An empty list is no error: return it with Err.
type List []*Error

// Add puts a fault on the list; nil is ignored, so that checks may be added directly.
func (l *List) Add(faults ...*Error) {
	for _, f := range faults {
		if f != nil {
			*l = append(*l, f)
		}
	}
}

// Under puts all faults of err below an input path, for a nested input that was checked by its own noun. Any other error
// is given back for the caller to return.
func (l *List) Under(err error, path ...string) error {
	faults, ok := As(err)
	if !ok {
		return err
	}
	for _, f := range faults {
		moved := *f
		moved.Path = append(slices.Clone(path), f.Path...)
		*l = append(*l, &moved)
	}
	return nil
}

// Err is the list as an error, nil when it is empty.
func (l List) Err() error {
	if len(l) == 0 {
		return nil
	}
	return l
}

// Error joins the English sentences.
func (l List) Error() string {
	s := make([]string, len(l))
	for i, e := range l {
		s[i] = e.Error()
	}
	return strings.Join(s, "; ")
}

// Unwrap gives the single faults.
func (l List) Unwrap() []error {
	errs := make([]error, len(l))
	for i, e := range l {
		errs[i] = e
	}
	return errs
}

// TopLevel gives the first fault that answers the whole request, nil when all are user errors.
func (l List) TopLevel() *Error {
	for _, e := range l {
		if e.TopLevel() {
			return e
		}
	}
	return nil
}

// As finds the faults in err, however deep they are wrapped. False means that err is an unexpected error or nil.
func As(err error) (List, bool) {
	var list List
	if errors.As(err, &list) {
		return list, true
	}
	var one *Error
	if errors.As(err, &one) {
		return List{one}, true
	}
	return nil, false
}

// Has tells whether a fault of that code is in err.
func Has(err error, code Code) bool {
	list, _ := As(err)
	return slices.ContainsFunc(list, func(e *Error) bool { return e.Code == code })
}
