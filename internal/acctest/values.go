package acctest

import (
	"math/big"

	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// plain turns a Terraform value into Go values as encoding/json would; numbers become float64.
func plain(value tftypes.Value) any {
	switch {
	case !value.IsKnown():
		return Unknown
	case value.IsNull():
		return nil
	case value.Type().Is(tftypes.String):
		return as[string](value)
	case value.Type().Is(tftypes.Bool):
		return as[bool](value)
	case value.Type().Is(tftypes.Number):
		number := as[*big.Float](value)
		float, _ := number.Float64()
		return float
	case value.Type().Is(tftypes.List{}), value.Type().Is(tftypes.Set{}), value.Type().Is(tftypes.Tuple{}):
		items := []any{}
		for _, item := range as[[]tftypes.Value](value) {
			items = append(items, plain(item))
		}
		return items
	default:
		members := map[string]any{}
		for name, member := range as[map[string]tftypes.Value](value) {
			members[name] = plain(member)
		}
		return members
	}
}

func as[T any](value tftypes.Value) T {
	var result T
	if err := value.As(&result); err != nil {
		panic(err)
	}
	return result
}
