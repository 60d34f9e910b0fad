package review

import (
	"encoding/json"
	"reflect"
	"strings"
)

// output is the change of an output.
type output struct {
	Before          any `json:"before"`
	After           any `json:"after"`
	BeforeSensitive any `json:"before_sensitive"`
	AfterSensitive  any `json:"after_sensitive"`
}

// readOutputs reads output_changes, and hides values that outputs mark as sensitive.
func (p *Plan) readOutputs(decoder *json.Decoder) error {
	if err := decoder.Decode(&p.outputs); err != nil {
		return err
	}
	for _, called := range sortedKeys(p.outputs) {
		p.masks.hideMarked(p.outputs[called].Before, p.outputs[called].BeforeSensitive)
		p.masks.hideMarked(p.outputs[called].After, p.outputs[called].AfterSensitive)
	}
	return nil
}

func (o output) isChanged() bool { return !reflect.DeepEqual(o.Before, o.After) }

// added returns the members or items that an output did not have before, or had with another value; none if it is
// sensitive.
func (o output) added() (more []any, keys []string) {
	if hasMark(o.AfterSensitive) || hasMark(o.BeforeSensitive) {
		return nil, nil
	}
	switch now := o.After.(type) {
	case map[string]any:
		before, isSame := o.Before.(map[string]any)
		for _, key := range sortedKeys(now) {
			if value, wasThere := before[key]; isSame && (!wasThere || !reflect.DeepEqual(value, now[key])) {
				more, keys = append(more, now[key]), append(keys, key)
			}
		}
	case []any:
		before, isSame := o.Before.([]any)
		for _, item := range now {
			if isSame && !holds(before, item) {
				more, keys = append(more, item), append(keys, "")
			}
		}
	}
	return more, keys
}

func holds(items []any, wanted any) bool {
	for _, item := range items {
		if reflect.DeepEqual(item, wanted) {
			return true
		}
	}
	return false
}

// reportOutputs reports applications that are new in outputs and that no other finding is about.
func (p *Plan) reportOutputs(r *Report) {
	isReported := map[string]bool{}
	for _, f := range r.Findings {
		isReported[f.ClientID] = true
	}
	for _, called := range sortedKeys(p.outputs) {
		of := p.outputs[called]
		more, keys := of.added()
		for i, key := range keys {
			if !of.isNewApplication(key) || isReported[key] {
				continue
			}
			isReported[key] = true
			f := Finding{Code: codeNewApplication, Address: "output." + called, Certain: true, ClientID: key}
			f.Holder = p.shownValue(more[i])
			f.Sentence = say(name(f.Holder), " (", name(p.masks.shown(key)), ") is a third-party application that the output ",
				name(called), " did not have.")
			r.add(f)
		}
	}
}

// isNewApplication reports whether a member is an application that the output did not have before. One that it had may
// have another name now.
func (o output) isNewApplication(key string) bool {
	before, _ := o.Before.(map[string]any)
	_, wasThere := before[key]
	return strings.HasPrefix(key, "tpc_") && !wasThere
}

// news returns what is new in an output, except new applications.
func (p *Plan) news(o output) (shown []string) {
	more, keys := o.added()
	for i, value := range more {
		switch {
		case o.isNewApplication(keys[i]):
		case keys[i] == "":
			shown = append(shown, p.shownValue(value))
		default:
			shown = append(shown, p.masks.shown(keys[i]))
		}
	}
	return shown
}

// shownValue writes a value as it is, or as JSON.
func (p *Plan) shownValue(value any) string {
	if text, isText := value.(string); isText {
		return p.masks.shown(text)
	}
	text, err := json.Marshal(p.masks.shownWithin(value))
	if err != nil {
		return "?"
	}
	return string(text)
}

// shownWithin replaces sensitive values by their placeholders.
func (m *masks) shownWithin(value any) any {
	switch value := value.(type) {
	case string:
		return m.shown(value)
	case []any:
		shown := make([]any, len(value))
		for i, item := range value {
			shown[i] = m.shownWithin(item)
		}
		return shown
	case map[string]any:
		shown := map[string]any{}
		for key, member := range value {
			shown[m.shown(key)] = m.shownWithin(member)
		}
		return shown
	default:
		return value
	}
}
