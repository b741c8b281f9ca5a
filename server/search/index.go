package search

import (
	"hash/maphash"
	"slices"
	"strings"
)

// index tells which items of a shelf have the words of a query, and where. It holds the words of a document in two ways:
// fresh ones as they are, of many together the numbers of documents by word (segment), which is a fifth as large.
type index struct {
	places   []place // by item
	segments []*segment
	fresh    []written
	large    int // of how many documents a segment stays as it is
}

// place is where the words of an item stand, and a digest of them. in nil: in fresh, or nowhere while known is false.
type place struct {
	in     *segment
	number int32
	known  bool
	digest uint64
}

// written are the words of an item as the text of a tsvector, each with its mark (see vector): 'shim' '+qora' '~ipakdan'.
type written struct {
	item int32 // gone when the item has other words now
	text string
}

// gone stands in place of an item whose words are elsewhere.
const gone = -1

const (
	// freshMost is how many documents are searched as they are: half a millisecond.
	freshMost = 1_024
	// segmentLarge is how many of them a shelf collects that is being filled.
	segmentLarge = 16_384
	// smallMost is how many segments there may be that are not large.
	smallMost = 8
)

var digests = maphash.MakeSeed()

// put takes the words of an item, in the form of written.
func (x *index) put(item int32, text string) {
	for int(item) >= len(x.places) {
		x.places = append(x.places, place{})
	}
	p := &x.places[item]
	digest := maphash.String(digests, text)
	if p.known && p.digest == digest {
		return
	}
	if p.known {
		x.forget(*p)
	}
	*p = place{number: int32(len(x.fresh)), known: true, digest: digest}
	x.fresh = append(x.fresh, written{item, text})
}

func (x *index) forget(p place) {
	if p.in == nil {
		x.fresh[p.number].item = gone
		return
	}
	p.in.items[p.number] = gone
	p.in.live--
}

// settle makes a segment of the fresh documents when there are more than most, and one of several when they have become
// many and small or hold little that still counts.
func (x *index) settle(most int) {
	if len(x.fresh) <= most {
		return
	}
	x.add(x.fresh)
	x.fresh = nil
	var small []*segment
	for _, s := range x.segments {
		if len(s.items) < x.large || s.isHollow() {
			small = append(small, s)
		}
	}
	if len(small) <= smallMost && !slices.ContainsFunc(small, (*segment).isHollow) {
		return
	}
	x.segments = slices.DeleteFunc(x.segments, func(s *segment) bool { return slices.Contains(small, s) })
	var all []written
	for _, s := range small {
		all = append(all, s.texts()...)
	}
	for len(all) > 0 {
		n := min(len(all), 2*x.large)
		x.add(all[:n])
		all = all[n:]
	}
}

// add makes a segment of documents.
func (x *index) add(documents []written) {
	documents = slices.DeleteFunc(documents, func(w written) bool { return w.item == gone })
	if len(documents) == 0 {
		return
	}
	s := newSegment(documents)
	for number, item := range s.items {
		p := &x.places[item]
		p.in, p.number = s, int32(number)
	}
	x.segments = append(x.segments, s)
}

// match gives each item that has all terms its level in levels, which has room for all items and holds zeros.
func (x *index) match(terms []term, levels []uint8) {
	// Long words are rare: most segments are left after the first.
	terms = slices.SortedFunc(slices.Values(terms), func(a, b term) int { return b.letters() - a.letters() })
	for _, s := range x.segments {
		s.match(terms, levels)
	}
	for _, w := range x.fresh {
		if w.item != gone {
			levels[w.item] = levelOf(w.text, terms)
		}
	}
}

// levelOf is the level of a document by its text; 0: it lacks a term.
func levelOf(text string, terms []term) uint8 {
	isWhole, isBegun, isDescribed, some := true, true, true, false
	for _, t := range terms {
		has := [4]bool{} // by place, the last one for whole words in the title
		for _, f := range t.forms {
			all := [4]bool{true, true, true, true}
			for _, w := range f.words {
				end := "'"
				if f.begun {
					end = ""
				}
				title := strings.Contains(text, "'"+w+end)
				named := title || strings.Contains(text, "'+"+w+end)
				all[0] = all[0] && title
				all[1] = all[1] && named
				all[2] = all[2] && (named || strings.Contains(text, "'~"+w+end))
				all[3] = all[3] && title && (!f.begun || strings.Contains(text, "'"+w+"'"))
			}
			for i := range has {
				has[i] = has[i] || all[i]
			}
		}
		if !has[2] {
			return 0
		}
		isWhole, isBegun, isDescribed, some = isWhole && has[3], isBegun && has[0], isDescribed && has[1], some || has[0]
	}
	switch {
	case isWhole:
		return whole
	case isBegun:
		return begun
	case isDescribed:
		return described
	case some:
		return partly
	}
	return inBody
}
