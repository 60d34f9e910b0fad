package exclusive

import (
	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
)

// Confirmed turns what a listing shows into objects, for a List. counts tells what is one of the set's. If the answer
// is to be fresh, for the listing may lag behind a write, each that counts is read besides; what is gone, or counts no
// longer, is left out.
func Confirmed[T any, O Object](
	listed []T,
	how auth0.Freshness,
	counts func(*T) bool,
	read func(*T) (*T, error),
	as func(*T) O,
) ([]O, error) {
	var there []O
	for i := range listed {
		item := &listed[i]
		if !counts(item) {
			continue
		}
		if how == auth0.Fresh {
			var err error
			item, err = read(item)
			if auth0.IsNotFound(err) {
				continue
			}
			if err != nil {
				return nil, err
			}
			if !counts(item) {
				continue
			}
		}
		there = append(there, as(item))
	}
	return there, nil
}
