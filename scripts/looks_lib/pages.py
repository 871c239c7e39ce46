"""Drawn pages: letters, receipts and screens, and what is nearly the same page but is none."""

from __future__ import annotations

from functools import cache
from random import Random

from attrs import evolve, frozen
from PIL import Image, ImageDraw, ImageFont

WORDS = tuple(
    word
    for line in (
        "and the of to a in that is was he for it with as his on be at by i this had not are but from or have an",
        "they which one you were all her she there would their we him been has when who will no more if out so",
        "said what its about into than them can only other time new some could these two may first then do any",
        "my now over such our man me even most made after also did many off before must well back through years",
        "much your way down should because long each just state those people too little good world make very",
        "still see own work men day get here old life both between being under three never know same last",
    )
    for word in line.split()
)
SHOPS = ("CORNER SHOP", "GREEN MARKET", "BAKERY NORTH", "STATION KIOSK", "BOOKS & TEA")
GOODS = (
    "Bread",
    "Milk 1 l",
    "Apples",
    "Coffee",
    "Butter",
    "Rice 500 g",
    "Cheese",
    "Tomatoes",
    "Water",
    "Newspaper",
)


@cache
def font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    """Return the letters that come with Pillow."""
    return ImageFont.load_default(size=size)


@frozen
class Letter:
    """A typed letter of A4, as a scanner at 150 dpi gives it; `page` gives other words on the same paper."""

    seed: int
    page: int = 1
    altered: int = -1

    def draw(self) -> Image.Image:
        """Draw the page; `altered` is the number of a word that reads otherwise."""
        chance = Random(f"letter {self.seed} {self.page}")
        sheet = Image.new("RGB", (1240, 1754), _paper(self.seed))
        pen = ImageDraw.Draw(sheet)
        pen.text((120, 110), f"Mill Lane {self.seed}, Oldtown", font=font(26), fill=(40, 40, 60))
        pen.text((1020, 1660), f"page {self.page}", font=font(22), fill=(60, 60, 60))
        pen.line((120, 160, 1120, 160), fill=(120, 30, 30), width=2)
        number, size = 0, 22 + self.seed % 5
        for line in range(38):
            text = []
            for _ in range(chance.randint(8, 11)):
                word = chance.choice(WORDS)
                text.append(word if number != self.altered else word[::-1] + "x")
                number += 1
            if line % 9 == 8:
                continue
            pen.text((120, 230 + line * 36), " ".join(text), font=font(size), fill=(25, 25, 30))
        return sheet

    def other(self, step: int) -> Letter:
        """Return a page that is none: the next page, or one with a word altered."""
        return evolve(self, page=1 + step) if step % 2 else evolve(self, altered=60 + 31 * step)


@frozen
class Receipt:
    """A photographed receipt; `cents` is what one of the sums has more."""

    seed: int
    cents: int = 0
    line: int = -1

    def draw(self) -> Image.Image:
        """Draw the receipt; the line with the other sum, and the total, read otherwise."""
        chance = Random(f"receipt {self.seed}")
        sheet = Image.new("RGB", (900, 1600), (110, 95, 80))
        pen = ImageDraw.Draw(sheet)
        pen.rectangle((90, 60, 810, 1540), fill=_paper(self.seed))
        pen.text((250, 110), chance.choice(SHOPS), font=font(48), fill=(30, 30, 30))
        pen.text(
            (160, 190),
            f"2024-0{1 + self.seed % 9}-1{self.seed % 10}   1{self.seed % 10}:27",
            font=font(30),
            fill=(40, 40, 40),
        )
        total = 0
        for row in range(14):
            cents = chance.randrange(79, 1999) + (self.cents if row == self.line else 0)
            total += cents
            pen.text((160, 270 + row * 68), chance.choice(GOODS), font=font(36), fill=(35, 35, 35))
            pen.text((630, 270 + row * 68), f"{cents / 100:8.2f}", font=font(36), fill=(35, 35, 35))
        if self.line < 0 or self.cents >= 100:
            pen.text((630, 1290), f"{total / 100:8.2f}", font=font(44), fill=(20, 20, 20))
        else:
            pen.text((630, 1290), f"{(total - self.cents) / 100:8.2f}", font=font(44), fill=(20, 20, 20))
        pen.text((160, 1290), "TOTAL", font=font(44), fill=(20, 20, 20))
        for bar in range(60):
            if chance.random() < 0.5:
                pen.rectangle((180 + bar * 9, 1390, 187 + bar * 9, 1490), fill=(30, 30, 30))
        return sheet

    def other(self, step: int) -> Receipt:
        """Return a receipt that is another: one digit of one sum, or a sum and the total."""
        return evolve(self, cents=(1, 200, 30, 1000, 5, 400)[step % 6], line=(3 + 2 * step) % 14)


@frozen
class Screen:
    """A screenshot of an app with messages; `clock` minutes later, or another last message."""

    seed: int
    clock: int = 0
    message: int = 0
    badge: int = 0

    def draw(self) -> Image.Image:
        """Draw the screen."""
        chance = Random(f"screen {self.seed}")
        dark = self.seed % 4 == 3
        ground, ink = ((22, 24, 28), (235, 235, 235)) if dark else ((245, 246, 248), (25, 25, 25))
        sheet = Image.new("RGB", (1080, 1920), ground)
        pen = ImageDraw.Draw(sheet)
        minute = 12 * 60 + self.seed * 7 + self.clock
        pen.text((40, 20), f"{minute // 60 % 24:02}:{minute % 60:02}", font=font(36), fill=ink)
        pen.rectangle((960, 26, 1030, 56), outline=ink, width=3)
        pen.rectangle((964, 30, 964 + 60 - self.seed, 52), fill=ink)
        pen.rectangle((0, 80, 1080, 210), fill=(30, 100 + 5 * self.seed, 140))
        pen.text((130, 115), f"Group {self.seed}", font=font(52), fill=(255, 255, 255))
        for row in range(11):
            mine = chance.random() < 0.5
            words = " ".join(chance.choice(WORDS) for _ in range(chance.randint(3, 7)))
            if row == 10 and self.message:
                words = " ".join(Random(self.message + self.seed).choice(WORDS) for _ in range(5))
            left = 330 if mine else 40
            bubble = left, 250 + row * 140, left + 700, 360 + row * 140
            pen.rounded_rectangle(bubble, 28, fill=(60, 120, 90) if mine else (120, 120, 130))
            pen.text((left + 30, 280 + row * 140), words, font=font(34), fill=(255, 255, 255))
        pen.rectangle((0, 1820, 1080, 1920), fill=(200, 200, 205) if not dark else (50, 52, 58))
        if self.badge:
            pen.ellipse((1000, 130, 1044, 174), fill=(220, 40, 40))
            pen.text((1013, 136), str(self.badge), font=font(28), fill=(255, 255, 255))
        return sheet

    def other(self, step: int) -> Screen:
        """Return a screen of the same app that is another: a new message, a later minute, a badge."""
        return evolve(
            self, **({"message": 100 + step}, {"clock": 1 + step}, {"badge": 1 + step % 8})[step % 3]
        )


def _paper(seed: int) -> tuple[int, int, int]:
    chance = Random(f"paper {seed}")
    white = chance.randint(228, 252)
    return white, white - chance.randint(0, 4), white - chance.randint(0, 14)
