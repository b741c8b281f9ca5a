package media

import (
	"context"
	"time"
)

// Storage keeps objects under keys such as "7/3f…/master.webp". What lies under a key never changes, so that any number of
// server processes may share one storage. An object that is not there is fs.ErrNotExist.
type Storage interface {
	// Put keeps data whole or not at all; a repeat is harmless.
	Put(ctx context.Context, key string, data []byte, mime string) error
	// Read gives an object of at most limit bytes; a larger one is an error, so that nobody fills the memory.
	Read(ctx context.Context, key string, limit int64) ([]byte, error)
	Has(ctx context.Context, key string) (bool, error)
	// Remove deletes objects; those that are not there are no error.
	Remove(ctx context.Context, keys ...string) error
	// Offer signs an address at which one object of exactly size bytes may be put under key, once, until then.
	Offer(ctx context.Context, key string, size int64, until time.Time) (Offer, error)
}

// Offer is where somebody without an account at the storage may PUT one object.
type Offer struct {
	URL     string // a path of this server, or an address of the storage
	Headers []*Header
}

// Header is a header that the PUT must carry, since it is part of what was signed.
type Header struct{ Name, Value string }
