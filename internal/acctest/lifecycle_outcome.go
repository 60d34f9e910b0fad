package acctest

import (
	"slices"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
)

// actionOf tells what Terraform does for a planned state of the resource as it is.
func (l *Lifecycle) actionOf(planned *tfprotov6.DynamicValue, typ tftypes.Type) plancheck.ResourceActionType {
	l.t.Helper()
	before, after := l.value(l.state, typ), l.value(planned, typ)
	switch {
	case after.IsFullyKnown() && mayBecome(after, before):
		return plancheck.ResourceActionNoop
	case before.IsNull():
		return plancheck.ResourceActionCreate
	case after.IsNull():
		return plancheck.ResourceActionDestroy
	default:
		return plancheck.ResourceActionUpdate
	}
}

func (l *Lifecycle) value(encoded *tfprotov6.DynamicValue, typ tftypes.Type) tftypes.Value {
	l.t.Helper()
	if encoded == nil {
		return tftypes.NewValue(typ, nil)
	}
	value, err := encoded.Unmarshal(typ)
	l.must(err)
	return value
}

// mayBecome reports whether a planned value may become the other: what is unknown becomes anything, and sets have no
// order.
func mayBecome(planned, actual tftypes.Value) bool {
	if !planned.IsKnown() {
		return true
	}
	if planned.IsNull() || actual.IsNull() || !actual.IsKnown() {
		return planned.IsNull() && actual.IsNull()
	}
	typ := planned.Type()
	switch {
	case typ.Is(tftypes.Set{}):
		return setMayBecome(as[[]tftypes.Value](planned), as[[]tftypes.Value](actual))
	case typ.Is(tftypes.List{}):
		before, after := as[[]tftypes.Value](planned), as[[]tftypes.Value](actual)
		for i := range min(len(before), len(after)) {
			if !mayBecome(before[i], after[i]) {
				return false
			}
		}
		return len(before) == len(after)
	case typ.Is(tftypes.Map{}), typ.Is(tftypes.Object{}):
		before, after := as[map[string]tftypes.Value](planned), as[map[string]tftypes.Value](actual)
		for name, member := range before {
			if other, ok := after[name]; !ok || !mayBecome(member, other) {
				return false
			}
		}
		return len(before) == len(after)
	default:
		return planned.Equal(actual)
	}
}

// setMayBecome is mayBecome for the elements of sets.
func setMayBecome(planned, actual []tftypes.Value) bool {
	return len(planned) == len(actual) && !slices.ContainsFunc(planned, func(element tftypes.Value) bool {
		return !slices.ContainsFunc(actual, func(other tftypes.Value) bool { return mayBecome(element, other) })
	})
}
