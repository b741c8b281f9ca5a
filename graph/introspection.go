package graph

import "github.com/dokon-shop/dokon/server/auth"

// Introspection says who may ask the server for its schema. The schema itself is no secret: it is served as a file and
// written in the docs. What is saved is work for strangers' tools.
type Introspection string

const (
	IntrospectionEveryone Introspection = "everyone"
	IntrospectionStaff    Introspection = "staff" // staff, API tokens and the platform
	IntrospectionNobody   Introspection = "nobody"
)

func (i Introspection) allows(a *auth.Actor) bool {
	switch i {
	case IntrospectionNobody:
		return false
	case IntrospectionStaff:
		return a.Kind == auth.Staff || a.Kind == auth.Program || a.Kind == auth.Platform
	}
	return true
}
