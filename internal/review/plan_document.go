package review

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"
)

// planDocument is the JSON of a plan while it is read. Its members may come in any order.
type planDocument struct {
	plan    *Plan
	decoder *json.Decoder

	version    string
	timestamp  time.Time
	config     *module
	deferred   []any
	isComplete bool
	hasChanges bool
	hasValues  bool
}

func readPlan(from io.Reader, hidden *masks) (*Plan, error) {
	plan := &Plan{masks: hidden, drift: map[string]*change{}, configured: map[string]bool{}}
	d := &planDocument{plan: plan, decoder: json.NewDecoder(from), isComplete: true}
	switch err := eachMember(d.decoder, d.read); {
	case errors.Is(err, ErrNoPlan):
		return nil, err
	case err != nil:
		return nil, fmt.Errorf("the plan cannot be read: %w", err)
	}
	if err := d.checkFormat(); err != nil {
		return nil, err
	}
	d.complete()
	return plan, nil
}

// read reads a member.
func (d *planDocument) read(member string) error {
	switch member {
	case "format_version":
		return d.decoder.Decode(&d.version)
	case "timestamp":
		return d.decoder.Decode(&d.timestamp)
	case "resource_changes":
		d.hasChanges = true
		return eachItem(d.decoder, func() error { return d.plan.readChange(d.decoder) })
	case "resource_drift":
		return eachItem(d.decoder, func() error { return d.plan.readDrift(d.decoder) })
	case "planned_values":
		d.hasValues = true
		return skip(d.decoder)
	case "output_changes":
		return d.plan.readOutputs(d.decoder)
	case "prior_state":
		return d.plan.readPriorState(d.decoder)
	case "configuration":
		var configuration struct {
			Root      *module                  `json:"root_module"`
			Providers map[string]providerBlock `json:"provider_config"`
		}
		err := d.decoder.Decode(&configuration)
		d.config = configuration.Root
		d.plan.readBoundaries(configuration.Providers)
		return err
	case "deferred_changes":
		return d.decoder.Decode(&d.deferred)
	case "complete":
		return d.decoder.Decode(&d.isComplete)
	case "errored":
		return d.decoder.Decode(&d.plan.isErrored)
	default:
		return skip(d.decoder)
	}
}

func (d *planDocument) checkFormat() error {
	switch {
	case d.version == "", !d.hasChanges && !d.hasValues:
		return ErrNoPlan
	case !strings.HasPrefix(d.version, "1."):
		return fmt.Errorf("the plan has the format %q, and this version reads 1.x: install a newer one", d.version)
	}
	return nil
}

// complete sets what depends on several members.
func (d *planDocument) complete() {
	switch { // Terraform marks a plan with errors as incomplete too
	case d.plan.isErrored:
		d.plan.incomplete = "The plan ended with errors, so it is incomplete."
	case !d.isComplete || len(d.deferred) > 0:
		d.plan.incomplete = "The plan defers changes to a later plan. Review that plan too."
	}
	for _, c := range d.plan.changes {
		settleEnding(c.after, d.timestamp)
	}
	d.plan.link(d.config)
	d.config.addTypes(d.plan.configured)
}

// eachMember calls do with the name of each member of the object that comes next. do reads its value.
func eachMember(decoder *json.Decoder, do func(name string) error) error {
	if err := delimiter(decoder, '{'); err != nil {
		return err
	}
	for decoder.More() {
		token, err := decoder.Token()
		if err != nil {
			return err
		}
		member, _ := token.(string)
		if err := do(member); err != nil {
			return fmt.Errorf("%q: %w", member, err)
		}
	}
	_, err := decoder.Token()
	return err
}

// eachItem calls do for each item of the array that comes next, which may be null. do reads it.
func eachItem(decoder *json.Decoder, do func() error) error {
	token, err := decoder.Token()
	if err != nil || token == nil {
		return err
	}
	if token != json.Delim('[') {
		return fmt.Errorf("found %v instead of an array", token)
	}
	for decoder.More() {
		if err := do(); err != nil {
			return err
		}
	}
	_, err = decoder.Token()
	return err
}

func delimiter(decoder *json.Decoder, want json.Delim) error {
	token, err := decoder.Token()
	if err != nil {
		return err
	}
	if token != want {
		return ErrNoPlan
	}
	return nil
}

// skip skips a value.
func skip(decoder *json.Decoder) error {
	var nothing struct{}
	err := decoder.Decode(&nothing)
	if _, isOther := errors.AsType[*json.UnmarshalTypeError](err); isOther {
		return nil
	}
	return err
}
