package review

import "time"

// hasEnded reports whether expires_at has passed, so that the resource gives no access.
func hasEnded(o object) bool {
	status, _ := o.word("status")
	return status == "ended"
}

// settleEnding marks access as ended if a new expires_at has passed already. The plan leaves this open, because the
// apply decides by its own time.
func settleEnding(o object, planned time.Time) {
	if !o.isUnknown("status") {
		return
	}
	marks, isWhole := o.unknown.(map[string]any)
	if end, isKnown := endOf(o); isWhole && isKnown && !end.After(planned) {
		o.values["status"] = "ended"
		delete(marks, "status")
	}
}

// remarkEnding says that access ends later or sooner than before. The comparison of access reports whether it begins or
// ends.
func remarkEnding(c *change, r *Report) {
	if !c.before.exists() || !c.after.exists() || hasEnded(c.before) || hasEnded(c.after) {
		return
	}
	before, wasKnown := endOf(c.before)
	after, isKnown := endOf(c.after)
	called := name(c.address)
	switch {
	case !wasKnown, !isKnown:
		r.say(codeNotKnown, c.address, "Until when ", called, " gives access is known only after apply.")
	case after.After(before):
		r.say(codeLonger, c.address, called, " gives access until ", shownEnd(after), ", and gave it until ",
			shownEnd(before), ".")
	case after.Before(before):
		r.say(codeShorter, c.address, called, " gives access until ", shownEnd(after), ", and gave it until ",
			shownEnd(before), ".")
	}
}

// never is the end of access without expires_at.
var never = time.Date(9999, 12, 31, 0, 0, 0, 0, time.UTC)

// endOf returns when the access of a resource ends.
func endOf(o object) (end time.Time, isKnown bool) {
	if o.isUnknown("expires_at") || o.isSensitive("expires_at") {
		return time.Time{}, false
	}
	text, isKnown := o.word("expires_at")
	if !isKnown || text == "" {
		return never, true
	}
	end, err := time.Parse(time.RFC3339, text)
	return end, err == nil
}

func shownEnd(end time.Time) string {
	if end.Equal(never) {
		return "somebody takes it away"
	}
	return end.UTC().Format(time.RFC3339)
}
