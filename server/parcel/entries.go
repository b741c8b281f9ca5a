package parcel

import (
	"bufio"
	"errors"
	"io"
	"strings"
)

// entries reads the parts of one table as one stream.
type entries struct {
	unpacking *unpacking
	dir       string
	failed    error // for the error of COPY, which would tell of it as of its own
}

// Read implements io.Reader.
func (e *entries) Read(p []byte) (int, error) {
	for {
		if u := e.unpacking; u.at == nil || !strings.HasPrefix(u.at.Name, e.dir) {
			return 0, io.EOF
		}
		n, err := e.unpacking.tar.Read(p)
		switch {
		case err != nil && !errors.Is(err, io.EOF):
			e.failed = err
			return n, err
		case n > 0:
			return n, nil
		case err != nil:
			if e.failed = e.unpacking.next(); e.failed != nil {
				return 0, e.failed
			}
		}
	}
}

// numbered puts the first columns in front of each row. A line is a row: COPY writes the line breaks of texts as \n.
type numbered struct {
	in      *bufio.Reader
	first   string
	isStart bool
	rest    []byte // of what was read and not yet given
}

// Read implements io.Reader.
func (n *numbered) Read(p []byte) (int, error) {
	if len(n.rest) == 0 {
		line, err := n.in.ReadSlice('\n')
		if len(line) == 0 {
			return 0, err
		}
		if n.isStart {
			n.rest = append(n.rest[:0], n.first...)
		}
		n.rest = append(n.rest, line...)
		n.isStart = err == nil // else the line is longer than the buffer and goes on, or is the last and broken
	}
	given := copy(p, n.rest)
	n.rest = n.rest[given:]
	return given, nil
}
