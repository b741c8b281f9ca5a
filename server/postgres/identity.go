package postgres

// identity is the user as whom PostgreSQL runs: this one, unless this is root, whom PostgreSQL refuses.
type identity struct {
	name     string // for the log
	uid, gid int    // owner of its files as seen from here; -1 leaves them alone
	confine  confiner
}

// rootWay is how root starts a server; tests force one.
type rootWay int

const (
	rootAny  rootWay = iota // user namespace, else another user
	rootDrop                // another user
)
