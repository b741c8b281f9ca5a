package fakegram

import (
	"fmt"
	"net/http"
	"strconv"
)

// Failure is a refusal in Telegram's form. Code is both error_code and the HTTP status.
type Failure struct {
	Code        int
	Description string
	// RetryAfter is in seconds; it goes with code 429.
	RetryAfter int
	// MigrateTo is the new id of a group that became a supergroup.
	MigrateTo int64
}

func (f *Failure) Error() string { return strconv.Itoa(f.Code) + " " + f.Description }

func badRequest(format string, args ...any) *Failure {
	return &Failure{Code: http.StatusBadRequest, Description: "Bad Request: " + fmt.Sprintf(format, args...)}
}

func forbidden(what string) *Failure {
	return &Failure{Code: http.StatusForbidden, Description: "Forbidden: " + what}
}

func conflict(what string) *Failure {
	return &Failure{Code: http.StatusConflict, Description: "Conflict: " + what}
}

func tooMany(seconds int) *Failure {
	return &Failure{
		Code: http.StatusTooManyRequests, RetryAfter: seconds,
		Description: "Too Many Requests: retry after " + strconv.Itoa(seconds),
	}
}

// Fault is a scripted failure: the next calls that match it do not get the usual answer. Zero fields match everything.
type Fault struct {
	Token  string `json:"token,omitempty"`
	Method string `json:"method,omitempty"`
	ChatID int64  `json:"chat_id,omitempty"`
	// Times is how many calls it meets; 0 means one.
	Times int `json:"times,omitempty"`
	// After does what was asked and only then fails: the message arrived, the answer did not.
	After bool `json:"after,omitempty"`
	// Cut closes the connection without an answer.
	Cut bool `json:"cut,omitempty"`
	// DelayMS holds the answer back for so many milliseconds; alone, the call succeeds.
	DelayMS int `json:"delay_ms,omitempty"`
	// Code, Description, RetryAfter and MigrateTo are the refusal; codes from 500 answer with a body that is not JSON, as a broken gateway does.
	Code        int    `json:"code,omitempty"`
	Description string `json:"description,omitempty"`
	RetryAfter  int    `json:"retry_after,omitempty"`
	MigrateTo   int64  `json:"migrate_to_chat_id,omitempty"`
}

// instead: the fault stands in the place of what was asked.
func (f *Fault) instead() bool { return f != nil && !f.After && (f.Cut || f.Code != 0) }

// FailNext scripts a fault. Faults are met in the order in which they were given.
func (s *Server) FailNext(f Fault) {
	s.mu.Lock()
	defer s.mu.Unlock()
	f.Times = max(f.Times, 1)
	s.faults = append(s.faults, &f)
}

// takeFault finds the first fault for this call and uses it up by one. The caller holds the lock.
func (s *Server) takeFault(token, method string, chatID int64) *Fault {
	for i, f := range s.faults {
		if f.Token != "" && f.Token != token || f.Method != "" && f.Method != method || f.ChatID != 0 && f.ChatID != chatID {
			continue
		}
		f.Times--
		if f.Times == 0 {
			s.faults = append(s.faults[:i], s.faults[i+1:]...)
		}
		return f
	}
	return nil
}
