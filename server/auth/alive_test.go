package auth

import (
	"testing"
	"time"

	"github.com/google/uuid"
)

// A look-up that began before a session ended, and answers after, does not bring it back.
func TestEndedIsNotAlive(t *testing.T) {
	t.Parallel()
	a, session, now := newAliveness(), uuid.New(), time.Now()
	a.add(session, now)
	if !a.has(session, now) || a.has(session, now.Add(aliveFor)) {
		t.Error("a session found alive is remembered for two seconds")
	}
	a.forget(session)
	a.add(session, now)
	if a.has(session, now) {
		t.Error("an ended session is alive again")
	}
}

// The memory does not grow with the number of shoppers.
func TestAlivenessIsBounded(t *testing.T) {
	t.Parallel()
	a := newAliveness()
	for range 2*maxAlive + 1 {
		session := uuid.New()
		a.add(session, time.Now())
		a.forget(session)
		a.add(uuid.New(), time.Now())
	}
	if len(a.until) > maxAlive || len(a.ends) > maxAlive {
		t.Errorf("%d alive and %d ended are remembered", len(a.until), len(a.ends))
	}
}
