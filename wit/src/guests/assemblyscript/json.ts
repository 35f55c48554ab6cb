// Text members of a flat JSON object, and string literals: what the test task needs.
export class Json {
  private at: i32 = 0;
  private members: Map<string, string> = new Map();

  constructor(private source: string) {
    this.read();
  }

  private read(): void {
    this.space();
    if (this.peek() != 123 /* { */) return;
    this.at++;
    while (this.at < this.source.length) {
      this.space();
      if (this.peek() == 44 /* , */) {
        this.at++;
        continue;
      }
      if (this.peek() != 34 /* " */) return;
      const key = this.literal();
      this.space();
      this.at++; // the colon
      this.space();
      if (this.peek() == 34) this.members.set(key, this.literal());
      else this.skip();
    }
  }

  get(key: string, otherwise: string): string {
    return this.members.has(key) ? this.members.get(key) : otherwise;
  }

  private peek(): i32 {
    return this.at < this.source.length ? this.source.charCodeAt(this.at) : -1;
  }

  private space(): void {
    while (this.peek() == 32 || (this.peek() >= 9 && this.peek() <= 13)) this.at++;
  }

  // Past a value that is not a string, nested or not.
  private skip(): void {
    let depth = 0;
    while (this.at < this.source.length) {
      const c = this.peek();
      if (c == 34) {
        this.literal();
        continue;
      }
      if (c == 123 || c == 91) depth++;
      if (c == 125 || c == 93) {
        if (depth == 0) return;
        depth--;
      }
      if (c == 44 && depth == 0) return;
      this.at++;
    }
  }

  private literal(): string {
    let out = "";
    this.at++;
    while (this.at < this.source.length) {
      const c = this.source.charCodeAt(this.at++);
      if (c == 34) return out;
      if (c != 92 /* \ */) {
        out += String.fromCharCode(c);
        continue;
      }
      const escape = this.source.charCodeAt(this.at++);
      if (escape == 117 /* u */) {
        out += String.fromCharCode(<i32>parseInt(this.source.substr(this.at, 4), 16));
        this.at += 4;
      } else if (escape == 110) out += "\n";
      else if (escape == 114) out += "\r";
      else if (escape == 116) out += "\t";
      else if (escape == 98) out += "\b";
      else if (escape == 102) out += "\f";
      else out += String.fromCharCode(escape);
    }
    return out;
  }
}

export function literal(value: string | null): string {
  if (value === null) return "null";
  let out = '"';
  for (let i = 0; i < value.length; i++) {
    const c = value.charCodeAt(i);
    if (c == 34 || c == 92) out += "\\" + String.fromCharCode(c);
    else if (c < 32) out += "\\u" + c.toString(16).padStart(4, "0");
    else out += String.fromCharCode(c);
  }
  return out + '"';
}
