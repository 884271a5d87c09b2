#pragma once

#include "http/http.h"

#define WR_SESSION_TOKEN_MAX 128

/** Name of the session cookie: "__Host-wurao" where the public URL is https, else "wurao". */
struct wr_str wr_cookie_name(bool secure);
/** Value of cookie `name` in a Cookie header; absent if it is missing, given twice, too long or not of token characters. */
struct wr_str wr_cookie_find(struct wr_str header, struct wr_str name);
/** Complete Set-Cookie value of a session token: HttpOnly, SameSite=Lax, Path=/, Secure where `secure`. */
struct wr_str wr_cookie_text(struct wr_arena *a, bool secure, struct wr_str token);
/** The same that makes the browser forget the cookie. */
struct wr_str wr_cookie_gone_text(struct wr_arena *a, bool secure);

/** For handlers: set w->set_cookie so that the client keeps, or forgets, its session. */
void wr_cookie_issue(struct wr_req *r, struct wr_resp *w, struct wr_str token);
void wr_cookie_revoke(struct wr_req *r, struct wr_resp *w);
