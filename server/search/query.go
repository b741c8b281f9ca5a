package search

import (
	"context"
	"slices"
	"strings"

	"github.com/uptrace/bun"
)

// Limits of a query; what is beyond them is not looked at.
const (
	maxWords  = 8
	maxLetter = 40
)

// words are the folded words of a query.
func words(query string) []string {
	all := strings.Fields(Fold(query))
	if len(all) > maxWords {
		all = all[:maxWords]
	}
	for i, w := range all {
		all[i] = shortened(w)
	}
	return all
}

func hasWords(query string) bool { return len(words(query)) > 0 }

var withoutYo = strings.NewReplacer("ё", "е", "Ё", "е")

// fillers are words that people put between the ones that count.
var fillers = map[string]bool{
	"dlya": true, "na": true, "s": true, "so": true, "iz": true, "v": true, "i": true, "po": true, "bez": true, "ot": true,
	"uchun": true, "va": true, "bilan": true, "the": true, "for": true, "of": true, "with": true, "and": true, "in": true, "a": true,
}

// term is one thing that is searched for: a word, or some that a synonym stands for. A product has it when it has all words
// of one of the forms.
type term struct {
	typed []string // folded
	forms []form
}

func (t term) letters() (n int) {
	for _, w := range t.typed {
		n += len(w)
	}
	return n
}

// form is one way of writing a term. A begun one also stands for the words that begin with it.
type form struct {
	words []string
	begun bool
}

// reading is a query as it is understood: what was typed, or what the same keys write in the other layout.
type reading struct {
	text  string
	words []string // folded
	other []string // the same without ё
	kin   [][]known
	sure  []bool // whether the store knows the word, as far as its titles and keywords go
}

func read(query string) *reading {
	r := &reading{text: query}
	all := words(query)
	other := words(withoutYo.Replace(query))
	for i, w := range all {
		if len(all) > 1 && fillers[w] && !(i == len(all)-1 && len(r.words) == 0) {
			continue
		}
		r.words, r.other = append(r.words, w), append(r.other, other[i])
	}
	r.kin, r.sure = make([][]known, len(r.words)), make([]bool, len(r.words))
	return r
}

// isSure tells whether all words are known.
func (r *reading) isSure() bool { return !slices.Contains(r.sure, false) }

// look notes which words of the lexicon are forms of the i-th word.
func (r *reading) look(i int, found []known) {
	w := r.words[i]
	r.sure[i] = hasDigit(w) || len(w) == 1
	for _, k := range found {
		switch {
		case isKin(w, k.Word) || isKin(r.other[i], k.Word):
			r.sure[i] = true
			if k.Word != w && len(r.kin[i]) < 8 {
				r.kin[i] = append(r.kin[i], k)
			}
		case strings.HasPrefix(k.Word, w) || strings.HasPrefix(k.Word, r.other[i]):
			r.sure[i] = true
		}
	}
}

// terms are what is searched for, with the store's synonyms.
func (r *reading) terms(groups synonyms) []term {
	var all []term
	for i := 0; i < len(r.words); {
		forms, n := groups.at(r.words[i:])
		n = max(n, 1)
		t := term{typed: r.words[i : i+n]}
		if n == 1 {
			t.forms = append(t.forms, form{r.words[i : i+1], true})
			if r.other[i] != r.words[i] {
				t.forms = append(t.forms, form{r.other[i : i+1], true})
			}
			for _, k := range r.kin[i] {
				t.forms = append(t.forms, form{[]string{k.Word}, false})
			}
		}
		t.forms = append(t.forms, forms...)
		all = append(all, t)
		i += n
	}
	return all
}

// understanding is what a query was taken for.
type understanding struct {
	corrected  string
	didYouMean string
}

// rare is how few hits make one ask whether something else was meant.
const rare = 2

// find understands a query and lets match look for its words. Readings are tried in turn: as typed; in the other keyboard
// layout; with the words that were probably meant. What match was told last is what was found.
func find(ctx context.Context, q bun.IDB, storeID int64, query string, match matcher) (*understanding, error) {
	u := new(understanding)
	typed, swapped := read(query), read(otherLayout(query))
	groups, err := lookUp(ctx, q, storeID, typed, swapped)
	if err != nil {
		return nil, err
	}
	first := typed
	if !typed.isSure() && len(swapped.words) > 0 && swapped.isSure() {
		first = swapped
		u.corrected = first.rewritten(nil)
	}
	total, err := match(ctx, first.terms(groups))
	if err != nil || total > rare || first == swapped && total > 0 {
		return u, err
	}
	meant, err := first.correct(ctx, q, storeID)
	if err != nil || meant == nil {
		return u, err
	}
	if total > 0 {
		u.didYouMean = first.rewritten(meant)
		return u, nil
	}
	if total, err = match(ctx, first.with(meant).terms(groups)); total > 0 {
		u.corrected = first.rewritten(meant)
	}
	return u, err
}

// with is the reading with other words in place of some.
func (r *reading) with(meant []*known) *reading {
	fixed := *r
	fixed.words, fixed.other, fixed.kin = slices.Clone(r.words), slices.Clone(r.other), slices.Clone(r.kin)
	for i, m := range meant {
		if m != nil {
			fixed.words[i], fixed.other[i], fixed.kin[i] = m.Word, m.Word, nil
		}
	}
	return &fixed
}

// lookUp reads from the lexicon the forms of the words of readings, and gives the store's synonyms.
func lookUp(ctx context.Context, q bun.IDB, storeID int64, readings ...*reading) (synonyms, error) {
	var stems []string
	for _, r := range readings {
		for _, w := range r.words {
			stems = append(stems, stem(w))
		}
	}
	found, groups, err := beginning(ctx, q, storeID, stems, 40)
	if err != nil {
		return nil, err
	}
	by := make([][]known, len(stems))
	for _, k := range found {
		by[k.Asked] = append(by[k.Asked], k)
	}
	for _, r := range readings {
		for i := range r.words {
			r.look(i, by[i])
		}
		by = by[len(r.words):]
	}
	return groups, nil
}

// correct finds for each word that the store does not know the nearest one that it does; nil for the others, and nil at all
// when one is like nothing. When all are known, it finds far more frequent ones for those that hardly any product has.
func (r *reading) correct(ctx context.Context, q bun.IDB, storeID int64) ([]*known, error) {
	isSure := r.isSure()
	var typed []string
	var at []int
	for i, w := range r.words {
		if (isSure || !r.sure[i]) && !hasDigit(w) && len(w) > 2 {
			typed, at = append(typed, w), append(at, i)
		}
	}
	if len(typed) == 0 {
		return nil, nil
	}
	found, err := sounding(ctx, q, storeID, typed)
	if err != nil {
		return nil, err
	}
	near := make([][]known, len(typed))
	for _, k := range found {
		near[k.Asked] = append(near[k.Asked], k)
	}
	meant := make([]*known, len(r.words))
	for n, i := range at {
		best, own := nearest(r.words[i], near[n])
		switch {
		case best != nil && (!isSure || own <= rare && best.Products >= 5*max(own, 1)):
			meant[i] = best
		case !isSure:
			return nil, nil
		}
	}
	if !slices.ContainsFunc(meant, func(k *known) bool { return k != nil }) {
		return nil, nil
	}
	return meant, nil
}

// nearest is the word that was probably meant, nil when none is near enough; own is how many products have the word as it is.
func nearest(word string, candidates []known) (best *known, own int) {
	cost := 0.0
	// Letters held down are no word: what sounds like two letters may not slip as far as what has eight.
	most := allowed(min(len([]rune(word)), len([]rune(sound(word)))+1))
	for _, k := range candidates {
		if k.Word == word {
			own = k.Products
			continue
		}
		slips := distance(word, k.Word)
		if c := slips - frequency(k.Products); slips <= most && (best == nil || c < cost) {
			best, cost = &k, c
		}
	}
	return best, own
}

// frequency is what a word's being frequent is worth in slips: of two that are equally near, the usual one is meant.
func frequency(products int) float64 {
	n := 0.0
	for ; products > 1; products /= 2 {
		n++
	}
	return min(n*0.06, 0.4)
}

// rewritten is the query with other words in place of some, as people would write it. The words of meant stand in the order
// of the reading's; nil: none is replaced.
func (r *reading) rewritten(meant []*known) string {
	cyrillic := isCyrillic(r.text)
	var out []string
	i := 0
	for _, token := range strings.Fields(r.text) {
		own := strings.Fields(Fold(token))
		written := token
		for range own {
			if i < len(r.words) && slices.Contains(own, r.words[i]) {
				if meant != nil && meant[i] != nil {
					written = meant[i].spelled(cyrillic)
				}
				i++
			}
		}
		out = append(out, written)
	}
	return strings.Join(out, " ")
}
