package seed

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/agext/levenshtein"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/object"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/schema"
)

// checkSeeded refuses an object that lacks a required member, has a value that a create would refuse, or has a member
// that seems misspelt. null counts as missing. Of an exact object only the types are checked.
func (b *builder) checkSeeded(o object.Object, at []any, body *schema.Validator, required ...string) error {
	object.WithoutNulls(o)
	for _, key := range required {
		if err := requireText(o, at, key); err != nil {
			return err
		}
	}
	if !b.seed.Exact {
		if err := checkSpelling(o, at, body.Schema); err != nil {
			return err
		}
	}
	location, message := body.SeedFault(o, b.seed.Exact)
	if message == "" {
		return nil
	}
	path := slices.Clone(at)
	for _, step := range location {
		if i, err := strconv.Atoi(step); err == nil {
			path = append(path, i)
			continue
		}
		path = append(path, step)
	}
	return errorAt(path, "%s", message)
}

// checkSpelling refuses a member whose name differs by one or two letters from one that a create accepts. It keeps
// other unknown members, because Auth0 may have them.
func checkSpelling(value any, at []any, schema *jsonschema.Schema) error {
	switch v := value.(type) {
	case []any:
		for i, item := range v {
			if schema.Items2020 == nil {
				break
			}
			if err := checkSpelling(item, append(slices.Clone(at), i), schema.Items2020); err != nil {
				return err
			}
		}
	case object.Object:
		for _, name := range slices.Sorted(maps.Keys(v)) {
			path := append(slices.Clone(at), name)
			if property := schema.Properties[name]; property != nil {
				if err := checkSpelling(v[name], path, property); err != nil {
					return err
				}
				continue
			}
			for _, known := range slices.Sorted(maps.Keys(schema.Properties)) {
				if isMisspelt(name, known) {
					return errorAt(path, "unknown member; did you mean %s?", known)
				}
			}
		}
	}
	return nil
}

// maxMisspelt is the number of letters in which a misspelt name may differ from the right one.
const maxMisspelt = 2

// isMisspelt reports whether two names differ little. It allows short names fewer differences. It does not compare
// names of very different lengths, because a large seed has half a million pairs of names.
func isMisspelt(name, known string) bool {
	shorter, longer := min(len(name), len(known)), max(len(name), len(known))
	return shorter >= 5 && longer-shorter <= maxMisspelt && levenshtein.Distance(name, known, nil) <= maxMisspelt
}

// checkTenantName refuses a name that cannot precede .auth0.com.
func checkTenantName(name string) error {
	if short, isDomain := strings.CutSuffix(name, ".auth0.com"); isDomain {
		return errorAt([]any{"tenant"}, "%q is a domain; write %q", name, short)
	}
	if !schema.Matching(`^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$`)(name) {
		return errorAt([]any{"tenant"}, "%q cannot be part of a domain: write lower-case letters, digits, - and .", name)
	}
	return nil
}

func requireText(o object.Object, at []any, key string) error {
	if object.Text(o, key) == "" {
		return errorAt(append(slices.Clone(at), key), "want a text")
	}
	return nil
}

func requireOneOf(o object.Object, at []any, key string, values ...any) error {
	if value, set := o[key]; set && !slices.Contains(values, value) {
		return errorAt(append(slices.Clone(at), key), "%v is not one of %v", value, values)
	}
	return nil
}
