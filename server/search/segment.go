package search

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"math/bits"
	"slices"
	"sort"
	"strings"
)

// segment is an index of documents that were written at about the same time. Only items and live change.
type segment struct {
	items []int32 // by number of a document; gone where it no longer counts
	live  int32   // items that are not gone

	words  []byte   // all words with their marks, in order, nothing between them
	starts []uint32 // where each begins in words, and the end
	lists  []uint32 // where the numbers of each begin in hits, and the end
	hits   []byte   // for each word the numbers of documents that have it, in order, each less the one before, as varints
}

// newSegment takes documents of items that differ.
func newSegment(documents []written) *segment {
	s := &segment{items: make([]int32, len(documents)), live: int32(len(documents))}
	keys := map[string]uint32{}
	var words []string
	var each []uint32 // keys of all words of all documents, one behind the other
	ends := make([]int, len(documents))
	for number, d := range documents {
		s.items[number] = d.item
		for word := range strings.FieldsSeq(d.text) {
			word = word[1 : len(word)-1]
			key, isKnown := keys[word]
			if !isKnown {
				key = uint32(len(words))
				keys[word] = key
				words = append(words, word)
			}
			each = append(each, key)
		}
		ends[number] = len(each)
	}
	counts := make([]uint32, len(words)+1)
	for _, key := range each {
		counts[key+1]++
	}
	for key := range words {
		counts[key+1] += counts[key]
	}
	numbers, next, from := make([]int32, len(each)), slices.Clone(counts), 0
	for number, end := range ends {
		for _, key := range each[from:end] {
			numbers[next[key]] = int32(number)
			next[key]++
		}
		from = end
	}
	order := make([]uint32, len(words))
	for i := range order {
		order[i] = uint32(i)
	}
	slices.SortFunc(order, func(a, b uint32) int { return strings.Compare(words[a], words[b]) })
	s.starts, s.lists = make([]uint32, 0, len(words)+1), make([]uint32, 0, len(words)+1)
	for _, key := range order {
		s.starts, s.lists = append(s.starts, uint32(len(s.words))), append(s.lists, uint32(len(s.hits)))
		s.words = append(s.words, words[key]...)
		before := int32(0)
		for _, number := range numbers[counts[key]:counts[key+1]] {
			s.hits = binary.AppendUvarint(s.hits, uint64(number-before))
			before = number
		}
	}
	s.starts, s.lists = append(s.starts, uint32(len(s.words))), append(s.lists, uint32(len(s.hits)))
	s.words, s.hits = bytes.Clone(s.words), bytes.Clone(s.hits)
	return s
}

// isHollow tells that less than half of it still counts.
func (s *segment) isHollow() bool { return int(s.live) < len(s.items)/2 }

// count is how many words there are.
func (s *segment) count() int { return len(s.starts) - 1 }

func (s *segment) word(n int) []byte { return s.words[s.starts[n]:s.starts[n+1]] }

// texts are the documents that count, as newSegment took them.
func (s *segment) texts() []written {
	all := make([][]byte, len(s.items))
	for n := range s.count() {
		s.each(n, func(number int32) { all[number] = fmt.Appendf(all[number], "'%s' ", s.word(n)) })
	}
	documents := make([]written, 0, s.live)
	for number, item := range s.items {
		if item != gone {
			documents = append(documents, written{item, string(bytes.TrimSuffix(all[number], []byte(" ")))})
		}
	}
	return documents
}

// each calls f with the number of each document that has the n-th word.
func (s *segment) each(n int, f func(number int32)) {
	number := uint32(0)
	for list := s.hits[s.lists[n]:s.lists[n+1]]; len(list) > 0; {
		step, size := uint32(list[0]), 1
		if step >= 0x80 {
			long, n := binary.Uvarint(list)
			step, size = uint32(long), n
		}
		list, number = list[size:], number+step
		f(int32(number))
	}
}

// set has a bit for each document of a segment.
type set []uint64

func (s *segment) set() set { return make(set, (len(s.items)+63)/64) }

func (a set) and(b set) {
	for i := range a {
		a[i] &= b[i]
	}
}

func (a set) or(b set) {
	for i := range a {
		a[i] |= b[i]
	}
}

func (a set) fill() set {
	for i := range a {
		a[i] = ^uint64(0)
	}
	return a
}

func (a set) isEmpty() bool {
	for _, b := range a {
		if b != 0 {
			return false
		}
	}
	return true
}

func (a set) has(number int) bool { return a[number/64]>>(number%64)&1 != 0 }

// find adds to a the documents that have a word as marked, with begun also one that begins with it.
func (s *segment) find(a set, marked string, begun bool) {
	n := sort.Search(s.count(), func(n int) bool { return string(s.word(n)) >= marked })
	for ; n < s.count(); n++ {
		word := s.word(n)
		if len(word) < len(marked) || string(word[:len(marked)]) != marked || !begun && len(word) > len(marked) {
			return
		}
		s.each(n, func(number int32) { a[number/64] |= 1 << (number % 64) })
	}
}

// has gives the documents that have a term, by place, and those that have its whole words in the title.
func (s *segment) has(t term) (places [3]set, isWhole set) {
	all := [4]set{s.set(), s.set(), s.set(), s.set()}
	for _, f := range t.forms {
		fits := [4]set{s.set().fill(), s.set().fill(), s.set().fill(), s.set().fill()}
		for _, w := range f.words {
			found := s.set()
			for i, mark := range []string{"", "+", "~"} {
				s.find(found, mark+w, f.begun) // what is in the title is also among what is named, and so on
				fits[i].and(found)
				if i == 0 && !f.begun {
					fits[3].and(found)
				}
			}
			if f.begun {
				exact := s.set()
				s.find(exact, w, false)
				fits[3].and(exact)
			}
		}
		for i := range all {
			all[i].or(fits[i])
		}
	}
	return [3]set(all[:3]), all[3]
}

// match is that of the index.
func (s *segment) match(terms []term, levels []uint8) {
	anywhere, named, inTitle, isWhole, some := s.set().fill(), s.set().fill(), s.set().fill(), s.set().fill(), s.set()
	for _, t := range terms {
		places, exact := s.has(t)
		inTitle.and(places[0])
		named.and(places[1])
		anywhere.and(places[2])
		isWhole.and(exact)
		some.or(places[0])
		if anywhere.isEmpty() {
			return
		}
	}
	for i, found := range anywhere {
		for ; found != 0; found &= found - 1 {
			number := i*64 + bits.TrailingZeros64(found)
			if number >= len(s.items) || s.items[number] == gone {
				continue
			}
			level := uint8(inBody)
			switch {
			case isWhole.has(number):
				level = whole
			case inTitle.has(number):
				level = begun
			case named.has(number):
				level = described
			case some.has(number):
				level = partly
			}
			levels[s.items[number]] = level
		}
	}
}
