package authserver

import (
	"net/http"
	"time"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/object"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/rules"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/traffic"
)

// loginPath is the path of all pages of a login; the parameter state names the login.
const loginPath = "/u/login"

// transactionOf finds the login that a browser continues. The login must have begun in the same browser.
func (s *Server) transactionOf(r *http.Request, id string, now time.Time) *transaction {
	found := s.memory.within(s.Store.Current, now).transactions[id]
	cookie, err := r.Cookie(browserCookie)
	if found == nil || found.isOver(now) || err != nil || cookie.Value != found.browser {
		return nil
	}
	traffic.Note(r).ClientID = found.clientID
	return found
}

// errGone refuses a browser that continues a login that is over, or that began in another browser.
var errGone = invalidRequest("This login is over, or it began in another browser. Go back to the application and try " +
	"again.")

// showPage shows the page that comes next in a login.
func (s *Server) showPage(w http.ResponseWriter, r *http.Request) {
	s.serve(w, r, func(now time.Time) reply {
		t := s.transactionOf(r, r.URL.Query().Get("state"), now)
		if t == nil {
			return pageFor(errGone, "")
		}
		return s.show(w, r, t, now, "")
	})
}

// show shows the page that comes next, with a message about the answer that was sent from it before.
func (s *Server) show(w http.ResponseWriter, r *http.Request, t *transaction, now time.Time, message string) reply {
	f, err := s.resume(t, r.Host, now)
	if err != nil {
		return s.end(f, err)
	}
	following, err := f.next()
	if err != nil || following == noScreen {
		return s.advance(r, t, now)
	}
	allowRedirect(w, t.parameters.Get("redirect_uri"))
	status := http.StatusOK
	if message != "" {
		status = http.StatusBadRequest
	}
	return reply{status: status, page: f.render(following, message), refusal: message}
}

// takeAnswer processes the form that a user sends, and continues the login. It ignores a form of a page that is no
// longer the next one.
func (s *Server) takeAnswer(w http.ResponseWriter, r *http.Request) {
	r.Body = http.MaxBytesReader(w, r.Body, maxBody)
	parseErr := r.ParseForm()
	s.serve(w, r, func(now time.Time) reply {
		t := s.transactionOf(r, r.PostForm.Get("state"), now)
		if parseErr != nil || t == nil {
			return pageFor(errGone, "")
		}
		f, err := s.resume(t, r.Host, now)
		if err != nil {
			return s.end(f, err)
		}
		following, err := f.next()
		if err != nil || string(following) != r.PostForm.Get("page") {
			return s.advance(r, t, now)
		}
		switch following {
		case loginScreen:
			user := f.find(r.PostForm.Get("connection"), r.PostForm.Get("email"))
			if !rules.HasPassword(user, r.PostForm.Get("password")) {
				return s.show(w, r, t, now, "Wrong email or password.")
			}
			f.logIn(user)
			given := s.advance(r, t, now)
			given.session = t.session
			return given
		case organizationScreen:
			if f.pick(r.PostForm.Get("organization")) != nil {
				return s.show(w, r, t, now, "There is no such organization here.")
			}
		case consentScreen:
			if r.PostForm.Get("answer") != "accept" {
				return s.end(f, errRefused)
			}
			f.agree()
		case noScreen:
		}
		return s.advance(r, t, now)
	})
}

// nameOf returns the display name of an organization, or else its name.
func nameOf(organization object.Object) string {
	if name := object.Text(organization, "display_name"); name != "" {
		return name
	}
	return object.Text(organization, "name")
}
