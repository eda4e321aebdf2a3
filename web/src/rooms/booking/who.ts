/** Who comes to a session, and where they are reached; empty where it is not said. */
export interface Who {
  name: string;
  email: string;
  phone: string;
}

/** The studio knows whom to expect, and can reach them. */
export const isWhole = ({ name, email, phone }: Who): boolean =>
  name !== "" && (email !== "" || phone !== "");

export const trimmed = ({ name, email, phone }: Who): Who => ({
  name: name.trim(),
  email: email.trim(),
  phone: phone.trim(),
});
