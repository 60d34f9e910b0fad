package schema

import (
	"cmp"
	"errors"
	"fmt"
	"math"
	"math/big"
	"slices"
	"strconv"
	"strings"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/santhosh-tekuri/jsonschema/v6/kind"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/answer"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/object"
)

// Validator checks one part of a request against a JSON Schema, and words errors as Auth0 does.
type Validator struct {
	Schema *jsonschema.Schema
	part   string // "Payload", "Query" or "Path", as the message begins
	code   string // errorCode
}

// Check returns the first error, or nil. Auth0 names one error at a time.
func (v *Validator) Check(value any) error {
	err := v.Schema.Validate(value)
	if err == nil {
		return nil
	}
	var invalid *jsonschema.ValidationError
	if !errors.As(err, &invalid) {
		return err
	}
	return answer.BadRequest(v.code, "%s", v.describe(invalid, value))
}

// SeedFault returns the place and the message of the first error in an object of a seed; the message is empty if there
// is none. Missing and unknown members are no errors, because Auth0's answers differ in both from requests. Of an exact
// object only the types are checked.
func (v *Validator) SeedFault(value any, exact bool) (location []string, message string) {
	var invalid *jsonschema.ValidationError
	if !errors.As(v.Schema.Validate(value), &invalid) {
		return nil, ""
	}
	var faults []*jsonschema.ValidationError
	var collect func(*jsonschema.ValidationError)
	collect = func(e *jsonschema.ValidationError) {
		_, isType := e.ErrorKind.(*kind.Type)
		if isType || (!exact && countsInSeed(e)) {
			faults = append(faults, e)
			return
		}
		meant := meantSchema(e)
		if meant == nil {
			meant = e
		}
		before := len(faults)
		for _, cause := range meant.Causes {
			collect(cause)
		}
		if meant != e && len(faults) == before && !exact {
			faults = append(faults, meant)
		}
	}
	collect(invalid)
	if len(faults) == 0 {
		return nil, ""
	}
	first := firstFault(&jsonschema.ValidationError{ErrorKind: invalid.ErrorKind, Causes: faults}, value)
	if enum, isEnum := first.ErrorKind.(*kind.Enum); isEnum {
		return first.InstanceLocation, fmt.Sprintf("%v is not one of %v", enum.Got, enum.Want)
	}
	return first.InstanceLocation, wording(first, value)
}

// meantSchema returns the error of the one schema of a union that a member such as action selects; nil if it selects
// none or several.
func meantSchema(union *jsonschema.ValidationError) *jsonschema.ValidationError {
	if !isUnion(union) {
		return nil
	}
	of := slices.DeleteFunc(slices.Clone(union.Causes), func(e *jsonschema.ValidationError) bool {
		return hasEnumBelow(e, len(union.InstanceLocation))
	})
	if len(of) != 1 || len(union.Causes) == 1 {
		return nil
	}
	return of[0]
}

func hasEnumBelow(e *jsonschema.ValidationError, depth int) bool {
	_, isEnum := e.ErrorKind.(*kind.Enum)
	return isEnum && len(e.InstanceLocation) > depth ||
		slices.ContainsFunc(e.Causes, func(cause *jsonschema.ValidationError) bool { return hasEnumBelow(cause, depth) })
}

// countsInSeed reports whether the error is about a value, and not about missing or unknown members.
func countsInSeed(e *jsonschema.ValidationError) bool {
	switch e.ErrorKind.(type) {
	case *kind.AdditionalProperties, *kind.Required, *kind.PropertyNames:
		return false
	default:
		return len(e.Causes) == 0
	}
}

// describe words an error: what is wrong, in which property, and the property's description.
func (v *Validator) describe(invalid *jsonschema.ValidationError, value any) string {
	fault := firstFault(invalid, value)
	var out strings.Builder
	fmt.Fprintf(&out, "%s validation error: '%s'", v.part, wording(fault, value))
	if path := fault.InstanceLocation; len(path) > 0 {
		fmt.Fprintf(&out, " on property %s", propertyPath(path))
		if description := describeProperty(v.Schema, path); description != "" {
			fmt.Fprintf(&out, " (%s)", description)
		}
	}
	out.WriteString(".")
	if isUnion(fault) {
		out.WriteString(" Inner errors: [ ")
		for i, cause := range fault.Causes {
			if i > 0 {
				out.WriteString(", ")
			}
			out.WriteString(v.describe(cause, value))
		}
		out.WriteString(" ]")
	}
	return out.String()
}

// firstFault finds the error that is first by position, so that the same request always gets the same message. The
// order of errors is random, because schemas keep their properties in maps.
func firstFault(e *jsonschema.ValidationError, value any) *jsonschema.ValidationError {
	if _, isName := e.ErrorKind.(*kind.PropertyNames); isName || isUnion(e) || len(e.Causes) == 0 {
		return e
	}
	faults := make([]*jsonschema.ValidationError, len(e.Causes))
	for i, cause := range e.Causes {
		faults[i] = firstFault(cause, value)
	}
	return slices.MinFunc(faults, func(a, b *jsonschema.ValidationError) int {
		return cmp.Or(
			cmp.Compare(len(a.InstanceLocation), len(b.InstanceLocation)),
			slices.Compare(a.InstanceLocation, b.InstanceLocation),
			cmp.Compare(wording(a, value), wording(b, value)),
		)
	})
}

func isUnion(e *jsonschema.ValidationError) bool {
	switch e.ErrorKind.(type) {
	case *kind.AnyOf, *kind.OneOf:
		return true
	}
	return false
}

// wording describes an error in the words of Auth0's validator. Only the texts for formats, duplicates, unions, missing
// and additional properties were recorded; the others follow the same validator's published messages.
func wording(e *jsonschema.ValidationError, value any) string {
	switch k := e.ErrorKind.(type) {
	case *kind.Type:
		return fmt.Sprintf("Expected type %s but found type "+
			"%s", strings.Join(k.Want, ","), typeName(k.Got, valueAt(value, e.InstanceLocation)))
	case *kind.Required:
		return "Missing required property: " + slices.Min(k.Missing)
	case *kind.AdditionalProperties:
		return "Additional properties not allowed: " + strings.Join(slices.Sorted(slices.Values(k.Properties)), ",")
	case *kind.Enum:
		return fmt.Sprintf("No enum match for: %v", k.Got)
	case *kind.MinProperties:
		return fmt.Sprintf("Too few properties defined (%d), minimum %d", k.Got, k.Want)
	case *kind.MaxProperties:
		return fmt.Sprintf("Too many properties defined (%d), maximum %d", k.Got, k.Want)
	case *kind.MinLength:
		return fmt.Sprintf("String is too short (%d chars), minimum %d", k.Got, k.Want)
	case *kind.MaxLength:
		return fmt.Sprintf("String is too long (%d chars), maximum %d", k.Got, k.Want)
	case *kind.MinItems:
		return fmt.Sprintf("Array is too short (%d), minimum %d", k.Got, k.Want)
	case *kind.MaxItems:
		return fmt.Sprintf("Array is too long (%d), maximum %d", k.Got, k.Want)
	case *kind.Minimum:
		return fmt.Sprintf("Value %s is less than minimum %s", number(k.Got), number(k.Want))
	case *kind.Maximum:
		return fmt.Sprintf("Value %s is greater than maximum %s", number(k.Got), number(k.Want))
	case *kind.Pattern:
		return fmt.Sprintf("String does not match pattern %s: %s", k.Want, k.Got)
	case *kind.Format:
		return fmt.Sprintf("Object didn't pass validation for format %s: %v", k.Want, k.Got)
	case *kind.UniqueItems:
		return fmt.Sprintf("Array items are not unique (indexes %d and %d)", k.Duplicates[0], k.Duplicates[1])
	case *kind.AnyOf, *kind.OneOf:
		return "None of the valid schemas were met"
	case *kind.PropertyNames:
		return "Additional properties not allowed: " + k.Property
	default:
		return "Invalid value"
	}
}

// typeName names the type of a value; whole numbers are integers.
func typeName(jsonType string, value any) string {
	if n, ok := value.(float64); ok && n == math.Trunc(n) {
		return "integer"
	}
	return jsonType
}

// valueAt returns the part of a JSON value at a location.
func valueAt(value any, location []string) any {
	for _, part := range location {
		switch v := value.(type) {
		case object.Object:
			value = v[part]
		case []any:
			i, _ := strconv.Atoi(part)
			value = v[i]
		}
	}
	return value
}

func number(r *big.Rat) string {
	if r.IsInt() {
		return r.Num().String()
	}
	f, _ := r.Float64()
	return fmt.Sprint(f)
}

// propertyPath writes a location as groups[0].email.
func propertyPath(location []string) string {
	var out strings.Builder
	for i, part := range location {
		switch {
		case isIndex(part):
			fmt.Fprintf(&out, "[%s]", part)
		case i == 0:
			out.WriteString(part)
		default:
			out.WriteString("." + part)
		}
	}
	return out.String()
}

func isIndex(part string) bool {
	return part != "" && strings.Trim(part, "0123456789") == ""
}

// describeProperty finds the description of the property at a location, or "".
func describeProperty(schema *jsonschema.Schema, location []string) string {
	for _, part := range location {
		switch {
		case schema.Properties[part] != nil:
			schema = schema.Properties[part]
		case isIndex(part) && schema.Items2020 != nil:
			schema = schema.Items2020
		default:
			return ""
		}
	}
	return strings.TrimSuffix(schema.Description, ".")
}
