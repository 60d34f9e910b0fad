package review

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// Failure holds the messages of a plan that ended with errors. Errors about the tenant become findings.
type Failure struct {
	Findings []Finding
	// Errors are the errors that are not about the tenant.
	Errors []string
}

// maxLine is how long a line of Terraform's messages may be.
const maxLine = 16 << 20

// ReadFailure reads what "terraform plan -json" prints.
func ReadFailure(from io.Reader) (found Failure, err error) {
	lines := bufio.NewScanner(from)
	lines.Buffer(nil, maxLine)
	count := 0
	for lines.Scan() {
		line := strings.TrimSpace(lines.Text())
		if line == "" {
			continue
		}
		count++
		var message struct {
			Type       string     `json:"type"`
			Diagnostic diagnostic `json:"diagnostic"`
		}
		if err := json.Unmarshal([]byte(line), &message); err != nil {
			found.Errors = append(found.Errors, line)
			continue
		}
		if message.Type != "diagnostic" || message.Diagnostic.Severity != "error" {
			continue
		}
		if findings := message.Diagnostic.aboutTenant(); findings != nil {
			found.Findings = append(found.Findings, findings...)
		} else {
			found.Errors = append(found.Errors, message.Diagnostic.text())
		}
	}
	if count == 0 && lines.Err() == nil {
		return found, errors.New("there are no messages: give what \"terraform plan -json\" prints")
	}
	return found, lines.Err()
}

// diagnostic is an error as Terraform writes it down.
type diagnostic struct {
	Severity string `json:"severity"`
	Summary  string `json:"summary"`
	Detail   string `json:"detail"`
	Address  string `json:"address"`
}

func (d diagnostic) text() string {
	return strings.TrimSpace(fmt.Sprintf("Error: %s\n\n%s\n\n%s", d.Summary, d.Address, d.Detail))
}

// aboutTenant returns the findings of an error about the tenant, nil for any other error.
func (d diagnostic) aboutTenant() []Finding {
	r := newReport()
	switch d.Summary {
	case "Third-party applications are not declared":
		for line := range strings.Lines(d.Detail) {
			if application, isListed := strings.CutPrefix(strings.TrimRight(line, "\n"), "  - "); isListed {
				called, clientID := partsOf(application)
				r.add(Finding{
					Code: codeNewApplication, Address: d.Address, Certain: true, Holder: called, ClientID: clientID,
					Sentence: say(name(called), " (", name(clientID), ") is in the tenant, and nobody declared it."),
				})
			}
		}
	case "Access is beyond the boundary":
		r.say(codeBeyond, d.Address, name(d.Address), ": ", name(d.Detail))
	case "Callback host is not trusted":
		r.say(codeUnprotected, d.Address, name(d.Address), ": ", name(d.Detail))
	default:
		return nil
	}
	if len(r.Findings) == 0 {
		r.say(codeNotJudged, d.Address, name(d.Summary), ": ", name(d.Detail))
	}
	return r.Findings
}

// partsOf returns the name and the client_id of an application that a message lists as NAME (CLIENT_ID).
func partsOf(listed string) (called, clientID string) {
	at := strings.LastIndex(listed, " (")
	if at < 0 {
		return listed, listed
	}
	called, clientID = listed[:at], strings.TrimSuffix(listed[at+2:], ")")
	if plain, err := strconv.Unquote(called); err == nil {
		called = plain
	}
	return called, clientID
}
