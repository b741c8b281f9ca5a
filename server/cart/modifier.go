package cart

import (
	"bytes"
	"slices"
	"strconv"
	"strings"

	"github.com/google/uuid"

	"github.com/dokon-shop/dokon/server/catalog"
	"github.com/dokon-shop/dokon/server/fault"
	"github.com/dokon-shop/dokon/server/id"
	"github.com/dokon-shop/dokon/server/input"
)

// maxModifier is how often one addition can be chosen for a piece.
const maxModifier = 50

// Choice is a chosen modifier option and how often.
type Choice struct {
	OptionID uuid.UUID `json:"option"`
	Quantity int       `json:"quantity"`
}

// configKey writes choices in one canonical string: whatever their order was, the same dish is the same line.
// choices are sorted by it.
func configKey(choices []Choice) string {
	slices.SortFunc(choices, func(a, b Choice) int { return bytes.Compare(a.OptionID[:], b.OptionID[:]) })
	var b strings.Builder
	for i, c := range choices {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString(c.OptionID.String() + "*" + strconv.Itoa(c.Quantity))
	}
	return b.String()
}

// readChoices checks the form of a caller's choices; whether they suit the product is for checkChoices to say.
// Faults: INVALID_ID, OUT_OF_RANGE, DUPLICATE, TOO_MANY.
func readChoices(in []*LineModifierInput, path ...string) ([]Choice, fault.List) {
	var faults fault.List
	if len(in) > maxModifier {
		faults.Add(fault.New(fault.TooMany, path...).With("max", maxModifier))
		return nil, faults
	}
	choices := make([]Choice, 0, len(in))
	for i, m := range in {
		at := input.At(i, path...)
		option, err := m.OptionID.Must(id.ModifierOption, slices.Concat(at, []string{"optionId"})...)
		if err != nil {
			_ = faults.Under(err) // Must gives nothing but faults
			continue
		}
		n := 1
		if m.Quantity != nil {
			n = *m.Quantity
		}
		faults.Add(input.Number(n, 1, maxModifier, slices.Concat(at, []string{"quantity"})...))
		if slices.ContainsFunc(choices, func(c Choice) bool { return c.OptionID == option }) {
			faults.Add(fault.New(fault.Duplicate, slices.Concat(at, []string{"optionId"})...))
		}
		choices = append(choices, Choice{OptionID: option, Quantity: n})
	}
	return choices, faults
}

// checkChoices tells whether choices suit the groups of a product.
// Faults: MODIFIER_UNKNOWN, MODIFIER_REQUIRED, MODIFIER_TOO_MANY.
func checkChoices(groups []*catalog.ModifierGroup, choices []Choice, path ...string) fault.List {
	var faults fault.List
	chosen := map[uuid.UUID]int{}
	for i, c := range choices {
		option, group := findOption(groups, c.OptionID)
		if option == nil || !option.IsActive {
			faults.Add(fault.New(fault.ModifierUnknown, slices.Concat(input.At(i, path...), []string{"optionId"})...))
			continue
		}
		chosen[group.ID] += c.Quantity
	}
	for _, g := range groups {
		switch n := chosen[g.ID]; {
		case n < g.Minimum:
			faults.Add(fault.New(fault.ModifierRequired, path...).With("group", g.Name).With("min", g.Minimum))
		case n > g.Maximum:
			faults.Add(fault.New(fault.ModifierTooMany, path...).With("group", g.Name).With("max", g.Maximum))
		}
	}
	return faults
}

func findOption(groups []*catalog.ModifierGroup, optionID uuid.UUID) (*catalog.ModifierOption, *catalog.ModifierGroup) {
	for _, g := range groups {
		for _, o := range g.Options {
			if o.ID == optionID {
				return o, g
			}
		}
	}
	return nil, nil
}
